import { listOf } from './intrinsics';
import { Json, pointers, RenderedResource } from '../rendered';

/** The statements of a policy document. */
export function statementsOf(document: Json): Json[] {
  return listOf(document?.Statement);
}

/** The statements of a policy document that allow something. */
export function allowances(document: Json): Json[] {
  return statementsOf(document).filter(({ Effect }) => Effect === 'Allow');
}

/** Whether a statement is about everybody. */
function isAnyone({ Principal }: Json): boolean {
  return Principal === '*' || listOf(Principal?.AWS).includes('*');
}

/** Whether a statement lets everybody in under no condition at all. */
export function isPublic(statement: Json): boolean {
  return statement.Effect === 'Allow' && isAnyone(statement) && Object.keys(statement.Condition ?? {}).length === 0;
}

/** The literal actions of a statement. */
export function actionsOf({ Action }: Json): string[] {
  return listOf(Action).filter((action) => typeof action === 'string');
}

/** Whether a statement is about every resource. */
export function isOnEverything({ Resource }: Json): boolean {
  return listOf(Resource).includes('*');
}

/** Whether a policy denies everybody to do anything with a bucket and its objects over plain HTTP. */
export function deniesPlainHttpToBucket(document: Json): boolean {
  return statementsOf(document).some((statement) => {
    const resources = listOf(statement.Resource).map((resource) => JSON.stringify(resource));
    const [objects, buckets] = [true, false].map((ofObjects) => resources.some((resource) => /\/\*"/.test(resource) === ofObjects));
    return ((objects && buckets) || resources.includes('"*"')) && deniesPlainHttp({ Statement: statement }, 's3');
  });
}

/** Whether a policy denies everybody everything of a service, or one action of it, over plain HTTP. */
export function deniesPlainHttp(document: Json, service: string, action = '*'): boolean {
  const denied = ['*', `${service}:*`, `${service}:${action}`];
  return statementsOf(document).some((statement) => statement.Effect === 'Deny' && isAnyone(statement)
    && actionsOf(statement).some((name) => denied.includes(name.toLowerCase()))
    && isSolely(statement.Condition, 'Bool') && isSolely(statement.Condition.Bool, 'aws:SecureTransport')
    && String(statement.Condition.Bool['aws:SecureTransport']) === 'false');
}

/** The documents of policies that are attached to a resource by another one: a bucket's, a topic's, a queue's. */
export function attachedPolicies(resource: RenderedResource, type: string, property: string): Json[] {
  return pointers(resource, type, property).map(({ properties }) => properties.PolicyDocument);
}

function isSolely(condition: Json, key: string): boolean {
  const keys = Object.keys(condition ?? {});
  return keys.length === 1 && keys[0] === key;
}
