import { listOf } from './intrinsics';
import { fails, HOLDS, Outcome } from './outcome';
import { Json, RenderedResource } from '../rendered';

/** Fails unless a backup selection in the templates selects the resource or one of its tags. */
export function coveredByBackup(resource: RenderedResource): Outcome {
  const selections = resource.template.everyOfType('AWS::Backup::BackupSelection');
  const covered = selections.some(({ template, properties: { BackupSelection: selection = {} } }) => (
    listOf(selection.Resources).some((arn) => arn === '*' || template.mentions(arn, resource))
    || listOf(selection.ListOfTags).some(({ ConditionKey, ConditionValue }) => hasTag(resource, ConditionKey, ConditionValue))));
  return covered ? HOLDS : fails('no AWS::Backup::BackupSelection selects it or one of its tags');
}

function hasTag({ properties: { Tags } }: RenderedResource, key: Json, value: Json): boolean {
  return Array.isArray(Tags) ? Tags.some((tag) => tag.Key === key && tag.Value === value) : Tags?.[key] === value;
}
