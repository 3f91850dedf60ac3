import { ARNS, someSelectionOf, tagKey } from './backup-selections';
import { isSet, listOf } from './intrinsics';
import { fails, HOLDS, Outcome } from './outcome';
import { textOf } from './text';
import { Json, RenderedResource } from '../rendered';

/** A name that no prefix in a pattern matches. */
const ANY_NAME = '\u0000';

/** Fails unless a backup selection in the templates selects the resource: by its ARN, by a wildcard, or by one of its tags. */
export function coveredByBackup(resource: RenderedResource): Outcome {
  const covered = someSelectionOf(resource, ({ template, properties: { BackupSelection: selection = {} } }) => {
    const selects = (arns: Json) => listOf(arns).some((arn) => template.mentions(arn, resource) || matches(textOf(arn), resource));
    const { Resources, NotResources, ListOfTags, Conditions } = selection;
    // A selection by conditions alone is of all resources that meet them (API BackupSelection, AWS Backup Developer Guide).
    const isByConditions = isSet(Conditions) && listOf(Resources).length + listOf(ListOfTags).length === 0;
    const isTagged = listOf(ListOfTags).some(({ ConditionKey, ConditionValue }) => hasTag(resource, ConditionKey, ConditionValue));
    const isChosen = isByConditions || selects(Resources) || isTagged;
    return isChosen && !selects(NotResources) && meets(resource, Conditions);
  });
  return covered ? HOLDS : fails('no AWS::Backup::BackupSelection selects it or one of its tags');
}

// All conditions have to be met.
function meets(resource: RenderedResource, conditions: Json): boolean {
  return Object.entries<Json>(conditions ?? {}).every(([operator, all]) => listOf(all).every(({ ConditionKey, ConditionValue }) => {
    const value = tagsOf(resource).get(tagKey(ConditionKey));
    switch (operator) {
      case 'StringEquals': return value !== undefined && same(value, ConditionValue);
      case 'StringLike': return typeof value === 'string' && pattern(textOf(ConditionValue)).test(value);
      case 'StringNotEquals': return !same(value, ConditionValue);
      case 'StringNotLike': return value === undefined || (typeof value === 'string' && !pattern(textOf(ConditionValue)).test(value));
      default: return false;
    }
  }));
}

function matches(arn: string, { type, properties, template: { stack } }: RenderedResource): boolean {
  if (arn === '*') return true;
  const [service, kind, name] = ARNS[type] ?? [];
  if (service === undefined) return false;
  const own = `arn:aws:${service}:${stack.region}:${stack.account}:${kind}${typeof properties[name!] === 'string' ? properties[name!] : ANY_NAME}`;
  // The pseudo parameters are those of the stack.
  return pattern(arn.replace(/^arn:[^:]*:/, 'arn:aws:').replace(/\$\{AWS-(Region|AccountId)\}/g, '*')).test(own);
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 's');
}

function hasTag(resource: RenderedResource, key: Json, value: Json): boolean {
  return same(tagsOf(resource).get(key), value);
}

function same(one: Json, other: Json): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

// Tags are a list or an object; a file system has them under another name.
function tagsOf({ properties: { Tags, FileSystemTags } }: RenderedResource): Map<Json, Json> {
  const tags = Tags ?? FileSystemTags ?? [];
  return new Map(Array.isArray(tags) ? tags.map((tag) => [tag?.Key, tag?.Value]) : Object.entries(tags));
}
