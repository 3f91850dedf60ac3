import { isOneOf, listOf } from './intrinsics';
import { Json, pointers, RenderedResource } from '../rendered';

/** The statements of a policy document. */
export function statementsOf(document: Json): Json[] {
  return listOf(document?.Statement);
}

/** The `Allow` statements of a policy document. */
export function allowances(document: Json): Json[] {
  return statementsOf(document).filter(({ Effect }) => Effect === 'Allow');
}

/** Whether the principal of a statement is `*`. */
function isAnyone({ Principal }: Json): boolean {
  return [Principal, ...listOf(Principal?.AWS)].some((principal) => isOneOf(principal, '*'));
}

/** Whether a statement allows all principals without a condition. */
export function isPublic(statement: Json): boolean {
  return statement.Effect === 'Allow' && isAnyone(statement) && Object.keys(statement.Condition ?? {}).length === 0;
}

/** The literal actions of a statement. */
export function actionsOf({ Action }: Json): string[] {
  return listOf(Action).filter((action) => typeof action === 'string');
}

/** Whether the resource of a statement is `*`. */
export function isOnEverything({ Resource }: Json): boolean {
  return listOf(Resource).some((resource) => isOneOf(resource, '*'));
}

/** Whether a policy denies all principals all actions on a bucket and its objects without TLS. */
export function deniesPlainHttpToBucket(document: Json): boolean {
  return statementsOf(document).some((statement) => {
    const resources = listOf(statement.Resource).map((resource) => JSON.stringify(resource));
    const [objects, buckets] = [true, false].map((ofObjects) => resources.some((resource) => /\/\*"/.test(resource) === ofObjects));
    return ((objects && buckets) || resources.includes('"*"')) && deniesPlainHttp({ Statement: statement }, 's3');
  });
}

/** Whether a policy denies all principals all actions of a service, or one of them, without TLS. */
export function deniesPlainHttp(document: Json, service: string, action = '*'): boolean {
  const denied = ['*', `${service}:*`, `${service}:${action}`];
  return statementsOf(document).some((statement) => statement.Effect === 'Deny' && isAnyone(statement)
    && actionsOf(statement).some((name) => denied.includes(name.toLowerCase()))
    && isSolely(statement.Condition, 'Bool') && isSolely(statement.Condition.Bool, 'aws:SecureTransport')
    && String(statement.Condition.Bool['aws:SecureTransport']) === 'false');
}

/** The documents of resource policies: bucket, topic and queue policies. */
export function attachedPolicies(resource: RenderedResource, type: string, property: string): Json[] {
  return pointers(resource, type, property).map(({ properties }) => properties.PolicyDocument);
}

function isSolely(condition: Json, key: string): boolean {
  const keys = Object.keys(condition ?? {});
  return keys.length === 1 && keys[0] === key;
}
