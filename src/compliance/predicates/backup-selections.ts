import { branchesOf, indexed } from './indexed';
import { hasFunction, textOf } from './text';
import { Json, pointers, RenderedResource, RenderedTemplate } from '../rendered';
import { forName } from '../worlds/explore';

/** Parts of an ARN before and after Region and account, and the property with the name. Source: "Actions, resources, and condition keys" (Service Authorization Reference). */
export const ARNS: Readonly<Record<string, readonly [service: string, kind: string, name: string]>> = {
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/', 'TableName'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/', 'TableName'],
  'AWS::EC2::Volume': ['ec2', 'volume/', ''],
  'AWS::EFS::FileSystem': ['elasticfilesystem', 'file-system/', ''],
  'AWS::RDS::DBCluster': ['rds', 'cluster:', 'DBClusterIdentifier'],
  'AWS::RDS::DBInstance': ['rds', 'db:', 'DBInstanceIdentifier'],
};
const KINDS = [...new Set(Object.values(ARNS).map(([, kind]) => kind))];
const SELECTION = 'AWS::Backup::BackupSelection';

/** Keys of selections that can select any resource, of those by text, and of those by tag. */
const [ANY, TEXTS, TAGS] = ['any', 'texts', 'tags'];
/** The value of a tag that only a deployment gives. */
const OPEN = 'open';

const someSelection = indexed(SELECTION, ({ BackupSelection }, template) => keysOfSelection(BackupSelection, template));

/** Whether a backup selection passes a test, of those that can select a resource. */
export function someSelectionOf(resource: RenderedResource, test: (selection: RenderedResource) => boolean): boolean {
  // Those that can select any resource are last: what is only known at deployment does not matter where another selection is certain.
  return pointers(resource, SELECTION, 'BackupSelection').some(test)
    || someSelection(resource.template, [...keysOfTags(resource), ...keysOfName(resource), ANY], test);
}

function keysOfSelection(selection: Json, template: RenderedTemplate): string[] {
  if (selection === undefined || hasFunction(selection)) return [ANY];
  const { Resources, ListOfTags, Conditions } = selection;
  const alwaysHas = (list: Json) => Array.isArray(list) && list.some((item) => !hasFunction(item) || item['Fn::GetAtt']);
  return [
    ...branchesOf(Resources).flatMap((arn) => keysOfArn(arn, template)),
    ...branchesOf(ListOfTags).flatMap(({ ConditionKey, ConditionValue }) => keysOfTag(ConditionKey, ConditionValue)),
    ...Conditions !== undefined && !alwaysHas(Resources) && !alwaysHas(ListOfTags) ? keysOfConditions(Conditions) : [],
  ];
}

// All conditions have to be met, so that one leads to the resources.
function keysOfConditions(conditions: Json): string[] {
  const equal = hasFunction(conditions) ? undefined : [conditions.StringEquals].flat().find((each) => each && !hasFunction(each));
  return equal ? keysOfTag(tagKey(equal.ConditionKey), equal.ConditionValue) : [ANY];
}

/** The key of a tag that a condition names. */
export function tagKey(key: Json): Json {
  return typeof key === 'string' ? key.replace(/^aws:ResourceTag\//, '') : key;
}

function keysOfTag(key: Json, value: Json): string[] {
  return typeof key === 'string' ? [TAGS, `tag ${key}`, `tag ${key} ${hasFunction(value) ? OPEN : JSON.stringify(value)}`] : [ANY];
}

// References to resources are found by the resource.
function keysOfArn(arn: Json, template: RenderedTemplate): string[] {
  const text = textOf(arn).replace(/\$\{AWS-(Region|AccountId|Partition)\}/g, '');
  if (!text.includes('${')) return keysOfText(text);
  const named = [...text.matchAll(/\$\{([^}.]*)[^}]*\}/g)].map(([, id]) => template.resource(id)?.type);
  const target = forName(() => template.referenced(arn))?.type;
  return (target !== undefined && target in ARNS) || named.every((type) => type !== undefined && type in ARNS) ? [] : [ANY];
}

function keysOfText(text: string): string[] {
  const [last] = /[^:/]*$/.exec(text)!;
  const star = last.indexOf('*');
  if (star < 0) return [TEXTS, `name ${last}`];
  const isOfName = KINDS.some((kind) => text.slice(0, text.length - last.length).endsWith(kind));
  return [TEXTS, `prefix ${isOfName ? last.slice(0, star) : ''}`];
}

function keysOfName(resource: RenderedResource): string[] {
  const [, , property = ''] = ARNS[resource.type] ?? [];
  const name = resource.template.asWritten(resource)?.[property];
  if (typeof name !== 'string') return [name === undefined ? 'prefix ' : TEXTS];
  return [`name ${name}`, ...Array.from({ length: name.length + 1 }, (_, length) => `prefix ${name.slice(0, length)}`)];
}

function keysOfTags(resource: RenderedResource): string[] {
  const { Tags, FileSystemTags } = resource.template.asWritten(resource) ?? {};
  const tags = Tags ?? FileSystemTags ?? [];
  const list = Array.isArray(tags) || hasFunction(tags) ? branchesOf(tags) : Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.flatMap(({ Key, Value }) => {
    if (typeof Key !== 'string') return [TAGS];
    return hasFunction(Value) ? [`tag ${Key}`] : [`tag ${Key} ${JSON.stringify(Value)}`, `tag ${Key} ${OPEN}`];
  });
}
