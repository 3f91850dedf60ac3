import { anyValue, given, isEmpty, isOneOf, isSet, listOf } from './intrinsics';
import { fails, HOLDS, Outcome, undetermined } from './outcome';
import { leftByDenial, Reach, reachOf } from './principals';
import { actionPattern, hasPlaceholder, textOf } from './text';
import { Json, pointers, RenderedResource, RenderedTemplate } from '../rendered';

/** The statements of a policy document, which can be an object or JSON text. */
export function statementsOf(document: Json): Json[] {
  return listOf(parsed(document)?.Statement).filter((statement) => statement !== null && typeof statement === 'object');
}

/** A policy document as an object. Values that resolve at deployment are placeholders in JSON text. A text that is no JSON is undefined. */
export function parsed(document: Json): Json {
  const isText = typeof document === 'string' || (given(document) && (document['Fn::Sub'] ?? document['Fn::Join'] ?? document['Fn::ToJsonString']) !== undefined);
  if (!isText) return document;
  if (document['Fn::ToJsonString'] !== undefined) return document['Fn::ToJsonString'];
  try {
    return JSON.parse(textOf(document));
  } catch {
    return undefined;
  }
}

/** The `Allow` statements of a policy document. */
export function allowances(document: Json): Json[] {
  return statementsOf(document).filter(({ Effect }) => Effect === 'Allow');
}

/** Whether the principal of a statement is `*`. */
export function isAnyone({ Principal }: Json): boolean {
  return [Principal, ...listOf(Principal?.AWS)].some((principal) => isOneOf(principal, '*'));
}

/** Whether a statement allows principals that are not confined to known accounts, organizations or networks. */
function isPublic(statement: Json): boolean {
  return reachOf(statement) === 'public';
}

/**
 * Fails if a statement of a policy admits all principals.
 * @param isMeant whether an action is one that the fact is about; by default every action
 * @param honorsDenials whether a denial of all other requests confines the principals; Amazon S3 and AWS Config disregard it
 */
export function isNotPublic(
  documents: readonly Json[], name: string, isMeant: (action: string) => boolean = () => true, honorsDenials = false,
): Outcome {
  // An action that only a deployment knows can be any.
  const statements = documents.flatMap(statementsOf)
    .filter(({ Action }) => !isSet(Action) || listOf(Action).some((action) => isMeant(textOf(anyValue(action)))));
  const denials = honorsDenials ? documents.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Deny') : [];
  const admitting = statements.filter(isPublic).map((statement) => ({ statement, left: leftOf(statement, denials) }));
  const open = admitting.find(({ left }) => left === 'public')?.statement;
  if (open) {
    const actions = listOf(open.Action ?? open.NotAction).map(textOf).join(', ');
    return fails(`${name} allows ${actions} to all principals, must name principals or have a condition`);
  }
  if (admitting.some(({ left }) => left === 'unknown')) return undetermined(`the condition of a denial in ${name}`);
  // A principal or condition that resolves at deployment is recorded where it is read, and never holds.
  const isUnreadable = documents.some((document) => given(document) && parsed(document) === undefined);
  return isUnreadable ? { result: 'unknown', finding: `${name} is no JSON before deployment, must be a literal value` } : HOLDS;
}

// What denials leave of a statement: those that have each of its actions and resources.
function leftOf({ Action, Resource }: Json, denials: readonly Json[]): Reach {
  const covers = (denied: Json, allowed: Json) => listOf(denied).map(textOf).some((pattern) => actionPattern(pattern).test(textOf(allowed)));
  const left = denials.filter((denial) => listOf(Action).length > 0 && listOf(Action).every((action) => covers(denial.Action, action))
    && listOf(given(Resource) ? Resource : '*').every((resource) => covers(denial.Resource ?? '*', resource))).map(leftByDenial);
  return left.find((reach) => reach === 'confined') ?? left.find((reach) => reach === 'unknown') ?? 'public';
}

/** The literal actions of a statement. */
export function actionsOf({ Action }: Json): string[] {
  return listOf(Action).filter((action) => typeof action === 'string');
}

const BUCKET_ARN = /^arn:[^:]*:s3:::/;
/** What follows the ARN of a bucket, which can be an attribute. */
const BUCKET = /^(?:\$\{[^}]*\}|arn:[^:]*:s3:::(?:\$\{[^}]*\}|[^/*?])*)(.*)$/;

/** Whether a policy denies all principals all actions on a bucket and its objects without TLS. */
export function deniesPlainHttpToBucket(document: Json): boolean {
  const denials = statementsOf(document).filter((statement) => deniesPlainHttp({ Statement: statement }, 's3'))
    .flatMap(({ Resource }) => listOf(Resource).filter((resource) => !isEmpty(resource)).map((resource) => {
      const text = textOf(resource);
      // S3 refuses a policy with the ARN of another bucket, so the name in it makes no difference.
      return BUCKET_ARN.test(text) ? (anyValue(resource), text) : text;
    }));
  // One statement can name the bucket and another its objects. `arn:aws:s3:::bucket*` matches both. A prefix of the objects leaves out the others.
  const below = denials.flatMap((text) => text === '*' ? text : BUCKET.exec(text)?.[1] ?? []);
  return below.some((suffix) => /^\*$|^\*?\/\*+$/.test(suffix)) && below.some((suffix) => suffix === '' || suffix === '*');
}

/** The property with the name of a resource. */
const NAME_OF: Readonly<Record<string, string>> = { 'AWS::SNS::Topic': 'TopicName', 'AWS::SQS::Queue': 'QueueName' };

/** Whether a policy of a topic or a queue denies all principals all actions of the service on it, or one of them, without TLS. */
export function isDeniedPlainHttp(resource: RenderedResource, type: string, property: string, service: string, action?: string): boolean {
  return pointers(resource, type, property).some(({ template, properties: { PolicyDocument: document } }) => statementsOf(document)
    .some((statement) => deniesPlainHttp({ Statement: statement }, service, action)
      && (statement.Resource === undefined || listOf(statement.Resource).some((target) => concerns(template, target, resource)))));
}

// An ARN in a policy can be that of another resource.
function concerns(template: RenderedTemplate, target: Json, resource: RenderedResource): boolean {
  const referenced = template.referenced(target);
  if (referenced) return referenced === resource;
  const [name, pattern] = [resource.properties[NAME_OF[resource.type]], textOf(target).split(':').pop()!];
  return typeof name !== 'string' || hasPlaceholder(pattern) || actionPattern(pattern).test(name);
}

/** Whether a policy denies all principals all actions of a service, or one of them in lower case, without TLS. */
export function deniesPlainHttp(document: Json, service: string, action = '*'): boolean {
  const denied = ['*', `${service}:*`, `${service}:${action}`];
  return statementsOf(document).some((statement) => statement.Effect === 'Deny' && isAnyone(statement)
    && actionsOf(statement).some((name) => denied.includes(name.toLowerCase()))
    && isSolely(statement.Condition, ['Bool', 'BoolIfExists']) && Object.values<Json>(statement.Condition).every((keys) => isSolely(keys, ['aws:SecureTransport'])
      && String(listOf(Object.values(keys)[0])[0]) === 'false'));
}

/** The documents of resource policies: bucket, topic and queue policies. */
export function attachedPolicies(resource: RenderedResource, type: string, property: string): Json[] {
  return pointers(resource, type, property).map(({ properties }) => properties.PolicyDocument);
}

function isSolely(condition: Json, allowed: readonly string[]): boolean {
  const keys = Object.keys(condition ?? {});
  return keys.length === 1 && allowed.some((key) => key.toLowerCase() === keys[0].toLowerCase());
}
