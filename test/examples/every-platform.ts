import { isStateful, Judged, openRules, physicalNames, REQUIREMENTS, Shortfall } from './requirements';
import { platform, PlatformStack } from './support';

/** Exemption of a resource from a requirement. */
export interface Exemption {
  readonly requirement: string;
  /** Found in `<stack>/<logical id>: <what falls short>`. */
  readonly of: RegExp;
  readonly why: string;
  /** Default: both lifecycles. */
  readonly lifecycle?: 'ephemeral' | 'production';
}

export interface PlatformExpectations {
  /** Context beside lifecycle and suffix. */
  readonly context?: Record<string, string>;
  readonly tags: readonly string[];
  /** Every output of its stacks, sorted. */
  readonly outputs: readonly string[];
  /** Ports that are open to the internet. */
  readonly openPorts: readonly number[];
  /** Types of resources that production retains. */
  readonly stateful: readonly string[];
  /** @default 365 */
  readonly logRetentionDays?: number;
  /** Minimum counts, so that no test passes because it selects nothing. */
  readonly atLeast: { readonly names: number; readonly taggable: number; readonly logGroups: number };
  readonly exempt?: readonly Exemption[];
}

const LIFECYCLES: [Judged['lifecycle'], Record<string, string>][] = [['ephemeral', { suffix: 'dev' }], ['production', { suffix: 'prod', lifecycle: 'production' }]];

/** An output by which stacks of a platform refer to each other, which the CDK names (aws-cdk-lib, core/lib/private/refs). */
const isOfTheCdk = (output: string) => /^(ExportsOutput|Publish)/.test(output);

/** Tests the requirements ALL-01 to ALL-12 for all stacks of a platform in both lifecycles. */
export function everyPlatform(name: string, expected: PlatformExpectations): void {
  describe.each(LIFECYCLES)(`the ${name} platform, %s`, (lifecycle, lifecycleContext) => {
    const context = { ...lifecycleContext, ...expected.context };
    const stacks = platform(name, context);
    const judged: Judged = { lifecycle, suffix: context.suffix, stacks, tags: expected.tags, logRetentionDays: expected.logRetentionDays ?? 365 };
    const exemptions = (expected.exempt ?? []).filter((exemption) => (exemption.lifecycle ?? lifecycle) === lifecycle);

    const isExempt = (id: string, shortfall: string) => exemptions.some(({ requirement, of }) => requirement === id && of.test(shortfall));

    test.each(REQUIREMENTS.map(({ id, sentence, shortfalls }) => [id, sentence, shortfalls] as const))('%s: %s', (id, _, shortfalls) => {
      expect(shortfalls(judged).map(text).filter((shortfall) => !isExempt(id, shortfall))).toEqual([]);
    });

    test('ALL-01: two suffixes share no physical name', () => {
      const names = (of: PlatformStack[]) => physicalNames({ stacks: of })
        .filter(({ resource, property, name: value }) => !isExempt('ALL-01', text({ resource, what: `${property} is ${value}` })))
        .map(({ resource: { type }, name: value }) => `${type} ${value}`);
      const others = names(platform(name, { ...context, suffix: 'pr-123' }));
      expect(names(stacks).filter((value) => others.includes(value))).toEqual([]);
    });

    test('ALL-06: only the expected ports are open to the internet', () => {
      expect([...new Set(openRules(judged).map(({ rule }) => rule.FromPort))].sort((a, b) => a - b)).toEqual(expected.openPorts);
    });

    test('ALL-09: the types of stateful resources are those expected', () => {
      const types = stacks.flatMap(({ resources }) => resources.filter(isStateful).map(({ type }) => type));
      expect([...new Set(types)].sort()).toEqual([...expected.stateful].sort());
    });

    test('ALL-10: the outputs are those expected', () => {
      const outputs = stacks.flatMap(({ template }) => Object.keys(template.Outputs ?? {}));
      expect(outputs.filter((output) => !isOfTheCdk(output)).sort()).toEqual([...expected.outputs].sort());
    });

    test('the platform has at least the expected number of names, taggable resources and log groups', () => {
      const resources = stacks.flatMap((stack) => stack.resources);
      expect(physicalNames(judged).length).toBeGreaterThanOrEqual(expected.atLeast.names);
      expect(resources.filter(({ taggable }) => taggable).length).toBeGreaterThanOrEqual(expected.atLeast.taggable);
      expect(resources.filter(({ type }) => type === 'AWS::Logs::LogGroup').length).toBeGreaterThanOrEqual(expected.atLeast.logGroups);
    });

    test('every exemption has a reason and is needed', () => {
      expect(exemptions.filter(({ why }) => why.length < 20)).toEqual([]);
      expect(exemptions.filter(({ requirement, of }) => !REQUIREMENTS.filter(({ id }) => id === requirement)
        .flatMap(({ shortfalls }) => shortfalls(judged).map(text)).some((shortfall) => of.test(shortfall)))).toEqual([]);
    });
  });
}

function text({ resource: { stack, id }, what }: Shortfall): string {
  return `${stack.artifact.stackName}/${id}: ${what}`;
}
