import { ResourceSafeguard } from '../model/safeguard';
import { copiesOf } from '../predicates/data-copies';
import { isTrue, isUnresolved, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, mustBeOneOf, unknown } from '../predicates/outcome';
import { Json, RenderedResource } from '../rendered';

/** Safeguards that the workload itself requires, with any framework. */
export const WORKLOAD: ResourceSafeguard[] = [
  {
    id: 'Workload.DataInRegions',
    on: ['*'],
    statement: 'all copies of the data are in the Regions of the workload',
    rationale: 'Copies in other Regions may break the law or a contract on the location of data',
    remedy: 'remove the copy, or add its Region to `regions`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html',
    sources: {},
    always: true,
    judge: (resource, { regions }) => {
      if (!regions) return undefined;
      const copies = copiesOf(resource);
      const away = copies.find(({ region }) => typeof region === 'string' && !regions.includes(region));
      if (away) return fails(`${away.what} goes to ${away.region}, must be one of ${regions.join(', ')}`);
      const open = copies.find(({ region }) => typeof region !== 'string');
      if (open) return unknown(`the Region of ${open.what}`, open.region);
      return copies.length ? HOLDS : undefined;
    },
  },
  {
    id: 'Workload.RequiredTags',
    on: ['*'],
    statement: 'the resource has the required tags',
    rationale: 'Tags say who owns a resource and what it may hold',
    remedy: 'keep the tags of the workload on the resource',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html',
    sources: {},
    always: true,
    judge: (resource, { tags }) => {
      if (tags.length === 0 || resource.origin.tagProperty === undefined) return undefined;
      const found = tagsOf(resource);
      if (isUnresolved(found)) return unknown('Tags', found);
      const keys = Array.isArray(found) ? found.map(({ Key }) => Key) : Object.keys(found ?? {});
      const missing = tags.filter((tag) => !keys.includes(tag));
      return missing.length ? fails(`Tags lack ${missing.join(', ')}, must include ${tags.join(', ')}`) : HOLDS;
    },
  },
  {
    id: 'Workload.TagsPropagated',
    on: ['AWS::AutoScaling::AutoScalingGroup', 'AWS::ECS::Service'],
    statement: 'launched resources get the required tags',
    rationale: 'Launched resources without tags escape the inventory',
    remedy: 'set `propagateTags` on a service, or keep `PropagateAtLaunch` on the tags',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html',
    sources: {},
    always: true,
    judge: ({ type, properties: { PropagateTags, Tags } }, { tags }) => {
      if (tags.length === 0) return undefined;
      if (type === 'AWS::ECS::Service') return mustBeOneOf('PropagateTags', PropagateTags, ['SERVICE', 'TASK_DEFINITION']);
      const kept = listOf(Tags).filter(({ Key, PropagateAtLaunch }) => tags.includes(Key) && !isTrue(PropagateAtLaunch)).map(({ Key }) => Key);
      return kept.length ? fails(`PropagateAtLaunch of ${kept.join(', ')} is not set, must be true`) : HOLDS;
    },
  },
];

// Tags are a list of keys and values, or a map, under a property name that differs by resource.
function tagsOf({ origin, properties }: RenderedResource): Json {
  return properties[origin.tagProperty!];
}
