import { IConstruct } from 'constructs';
import { Lifecycle } from './lifecycle';
import { partitionOf } from './partition';
import { KeyLayout, WorkloadProps } from './workload-props';
import { EvidenceOptions } from '../../compliance/model/evidence-options';
import { Framework } from '../../compliance/model/framework';
import { OnFindings } from '../../compliance/model/on-findings';
import { ISafeguard } from '../../compliance/model/own-safeguard';
import { mustBe, requireKnown, requireRegionName, requireString, requireTags } from '../validation';

const PLACEHOLDER = /\{([^}]*)\}/g;
const PLACEHOLDERS = ['name', 'type', 'suffix'];

/** Props of a workload with their defaults. */
export interface ResolvedWorkloadProps {
  readonly name?: string;
  readonly suffix?: string;
  readonly lifecycle: Lifecycle;
  readonly frameworks: Framework[];
  readonly safeguards?: ISafeguard[];
  readonly onFindings?: OnFindings;
  readonly evidence?: EvidenceOptions;
  readonly regions?: string[];
  readonly tags: { [key: string]: string };
  readonly keys: KeyLayout;
  readonly namePattern: string;
}

/** Props of the workload of constructs for which none is declared. */
export function defaultWorkloadProps(): ResolvedWorkloadProps {
  return {
    lifecycle: Lifecycle.PRODUCTION,
    frameworks: [Framework.AWS_FSBP],
    tags: {},
    keys: KeyLayout.PER_DATA_CLASS,
    namePattern: '{name}-{type}-{suffix}',
  };
}

/** Checks the props of a workload and adds their defaults. */
export function resolveWorkloadProps(scope: IConstruct, props: WorkloadProps): ResolvedWorkloadProps {
  // The two are also the name of the folder of the evidence, which file systems limit to 255 characters.
  requireString(scope, 'name', props.name, {
    pattern: /[a-z][a-z0-9-]*/, maxLength: 100, need: '1 to 100 lower-case letters, digits and hyphens, starting with a letter',
  });
  requireString(scope, 'suffix', props.suffix, {
    pattern: /[a-z0-9][a-z0-9-]*/, maxLength: 100, need: '1 to 100 lower-case letters, digits and hyphens',
  });
  // Physical names are cut and compared at synthesis.
  for (const prop of ['name', 'suffix', 'namePattern'] as const) requireKnown(scope, prop, props[prop]);
  requireKnown(scope, 'regions', props.regions);
  props.regions?.forEach((region, index) => {
    requireKnown(scope, `regions[${index}]`, region);
    requireRegionName(scope, `regions[${index}]`, region);
    requireOnePartition(scope, `regions[${index}]`, region, props.regions!);
  });
  requireTags(scope, 'tags', props.tags);
  requireNamePattern(scope, props.namePattern);
  const defined = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
  return { ...defaultWorkloadProps(), ...defined };
}

// Data cannot be copied across partitions (AWS Fault Isolation Boundaries, Partitions).
function requireOnePartition(scope: IConstruct, prop: string, region: string, regions: readonly string[]) {
  const [first, own] = [regions.map(partitionOf).find((partition) => partition !== undefined), partitionOf(region)];
  if (own !== undefined && own !== first) mustBe(scope, prop, `a Region in partition ${first}, as the others`, region);
}

function requireNamePattern(scope: IConstruct, pattern: string | undefined) {
  if (pattern === undefined) return;
  const unknown = [...pattern.matchAll(PLACEHOLDER)].some(([, placeholder]) => !PLACEHOLDERS.includes(placeholder));
  const placeholders = pattern.match(PLACEHOLDER) ?? [];
  const isRepeated = new Set(placeholders).size < placeholders.length;
  if (!pattern.includes('{type}') || unknown || isRepeated) {
    mustBe(scope, 'namePattern', 'a pattern of {name}, {type} and {suffix}, each at most once, that contains {type}', pattern);
  }
}
