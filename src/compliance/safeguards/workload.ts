import { TagManager } from 'aws-cdk-lib';
import { copiesOf } from './copies';
import { fails, HOLDS, isUnresolved, listOf, unknown } from '../outcome';
import { Json, RenderedResource } from '../rendered';
import { ResourceSafeguard } from '../safeguard';

/** What a workload asks of its resources itself, whatever its frameworks. */
export const WORKLOAD: ResourceSafeguard[] = [
  {
    id: 'Workload.DataInRegions',
    on: ['*'],
    statement: 'no copy of the data leaves the Regions of the workload',
    remedy: 'take the copy out, or add its Region to `regions`',
    sources: {},
    always: true,
    judge: (resource, { regions }) => {
      if (!regions) return undefined;
      const copies = copiesOf(resource);
      const away = copies.find(({ region }) => typeof region === 'string' && !regions.includes(region));
      if (away) return fails(`${away.what} goes to ${away.region}, need one of ${regions.join(', ')}`);
      const open = copies.find(({ region }) => typeof region !== 'string');
      if (open) return unknown(`the Region of ${open.what}`, open.region);
      return copies.length ? HOLDS : undefined;
    },
  },
  {
    id: 'Workload.RequiredTags',
    on: ['*'],
    statement: 'the resource carries the required tags',
    remedy: 'leave the tags of the workload on it',
    sources: {},
    always: true,
    judge: (resource, { tags }) => {
      if (tags.length === 0 || !isTaggable(resource)) return undefined;
      const { keys, token } = tagsOf(resource);
      const missing = tags.filter((tag) => !keys.includes(tag));
      if (missing.length === 0) return HOLDS;
      return token === undefined ? fails(`Tags have no ${missing.join(', ')}, need ${tags.join(', ')}`) : unknown('Tags', token);
    },
  },
];

function isTaggable({ construct }: RenderedResource): boolean {
  return TagManager.isTaggable(construct) || TagManager.isTaggableV2(construct);
}

// A list of keys and values (an Auto Scaling group's has a flag more), a map, or a list under another name.
function tagsOf({ properties }: RenderedResource): { keys: string[]; token?: Json } {
  const tags = ['Tags', 'HostedZoneTags', 'FileSystemTags', 'UserPoolTags', 'BackupVaultTags', 'BackupPlanTags', 'TagList', 'TagSpecifications']
    .map((name) => properties[name]).find((value) => value !== undefined);
  if (isUnresolved(tags)) return { keys: [], token: tags };
  if (tags !== undefined && !Array.isArray(tags)) return { keys: Object.keys(tags) };
  return { keys: listOf(tags).flatMap(({ Key, Tags: nested }) => nested ? listOf(nested).map((tag) => tag.Key) : [Key]) };
}
