import { Template } from './template';
import { Framework } from '../../src';
import { outcomeOf, outcomeOfWorkload } from '../../src/compliance/judge';
import { strictest } from '../../src/compliance/model/framework-numbers';
import { RenderedTemplate } from '../../src/compliance/rendered';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

/** A result that is not `holds`. Findings about the workload as a whole have no logical ID. */
export interface Finding {
  readonly safeguard: string;
  readonly logicalId: string;
  readonly finding: string;
}

/** What the safeguards find in a template, without a synthesis of the CDK: some milliseconds a template. */
export function findingsIn(template: Template, frameworks: readonly Framework[], region = 'eu-west-2'): Finding[] {
  const rendered = new RenderedTemplate({
    stack: { stackName: 'Stack', region, account: '123456789012', templateFile: 'template.json' },
    file: 'template.json',
    body: template,
    nested: new Set<string>(),
    resources: () => Object.keys(template.Resources).map((logicalId) => ({
      logicalId, path: logicalId, isJudged: true, acknowledgementOf: () => undefined, sourceLineOf: () => undefined,
    })),
  });
  const cited = new Set(frameworks.flatMap(({ controls }) => controls.flatMap(({ safeguards }) => safeguards)));
  const expected = { numbers: strictest(frameworks.map(({ numbers }) => numbers)), tags: [] };
  return SAFEGUARDS.filter(({ id, always }) => always || cited.has(id)).flatMap((safeguard) => {
    const outcomes = 'judgeWorkload' in safeguard
      ? [{ logicalId: '', outcome: outcomeOfWorkload(safeguard, [rendered], expected) }]
      : safeguard.on.flatMap((type) => rendered.subjects(type))
        .map((resource) => ({ logicalId: resource.logicalId, outcome: outcomeOf(safeguard, resource, expected) }));
    return outcomes.flatMap(({ logicalId, outcome }) => outcome && outcome.result !== 'holds'
      ? [{ safeguard: safeguard.id, logicalId, finding: outcome.finding }]
      : []);
  });
}
