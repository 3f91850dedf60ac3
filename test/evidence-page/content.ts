import { SCHEMA_VERSION } from '../../src/compliance/evidence/collect';
import { estimate } from '../../src/compliance/evidence/cost/estimate';
import { PageContent } from '../../src/compliance/evidence/page';
import { ControlStatus, STATUSES } from '../../src/compliance/evidence/status';

type Evidence = PageContent['evidence'];
type Framework = Evidence['frameworks'][number];

const HOSTILE = 'with </script><img src=x onerror="document.title=1"> & <b>markup</b>';

/** The origin of evidence. */
export const ORIGIN: PageContent['evidence']['origin'] = {
  commit: '0123456789abcdef0123456789abcdef01234567',
  dirty: false,
  versions: { 'cdk-regulated': '0.0.0', 'aws-cdk-lib': '2.263.0' },
  lifecycle: 'production',
  context: { lifecycle: 'production', suffix: 'prod' },
  stacks: [{ name: 'Stack', account: '111111111111', region: 'eu-west-2', template: 'Stack.template.json' }],
};

/** Evidence with as many controls and outcomes as the largest workloads have, and text that looks like HTML. */
export function largeContent(controls: number, outcomes: number): PageContent {
  const safeguard = (index: number) => `S3.Safeguard${index % 100}`;
  const results = ['holds', 'holds', 'holds', 'fails', 'acknowledged', 'unknown'] as const;
  const framework: Framework = {
    id: 'nist-800-53-r5',
    title: 'NIST SP 800-53 Rev 5 Moderate',
    source: 'NIST',
    controls: Array.from({ length: controls }, (_, index) => {
      const status: ControlStatus = STATUSES[index % STATUSES.length];
      return {
        id: `AC-${index}`,
        title: `Control number ${index} ${index === 3 ? HOSTILE : 'limits access to resources and to data'}`,
        status,
        proven: ['customer', 'inherited', 'not applicable', 'not judged'].includes(status) ? [] : [{ safeguard: safeguard(index), extent: 'part', holds: 7, of: 10 }],
        left: { customer: 'Procedures, training and reviews remain with the customer.', inherited: 'Physical access to data centers.' },
        reports: ['SOC 2'],
      };
    }),
  };
  return {
    evidence: {
      ...emptyContent().evidence,
      name: 'large-dev',
      systemName: 'Large system',
      owner: 'The platform team',
      summary: { stacks: 9, resources: 2345, safeguards: 100, judgements: outcomes, findings: outcomes / 6, acknowledged: outcomes / 6, byDesign: 0 },
      frameworks: [framework],
      safeguards: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [safeguard(index), {
        statement: `Objects are encrypted ${index}`,
        remedy: 'set `encryption`',
        severity: 'medium',
        rationale: 'Data is protected.',
        link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
        sources: {},
        controls: { [framework.id]: [`AC-${index}`, `AC-${index + 100}`] },
      }])),
      outcomes: Array.from({ length: outcomes }, (_, index) => {
        const result = results[index % results.length];
        return {
          safeguard: safeguard(index),
          path: `large-dev/Stack${index % 9}/Service${index}/Bucket`,
          logicalId: `Service${index}Bucket12345678`,
          type: 'AWS::S3::Bucket',
          template: 'Stack.template.json',
          result,
          ...(result !== 'holds' && { finding: index === 4 ? HOSTILE : 'BucketEncryption is not set' }),
          ...(result === 'acknowledged' && { acknowledgement: { reason: 'The bucket has public documents only.', declaredBy: 'workload', on: 'large-dev', ticket: 'SEC-17', ...(index % 4 === 0 && { expires: '2027-03-31' }) } }),
        };
      }),
      unjudged: [{ type: 'AWS::Timestream::Table', resources: 2 }],
    },
  };
}

/** Evidence of a workload without resources and frameworks. */
export function emptyContent(): PageContent {
  const summary = { stacks: 0, resources: 0, safeguards: 0, judgements: 0, findings: 0, acknowledged: 0, byDesign: 0 };
  return {
    evidence: {
      schemaVersion: SCHEMA_VERSION,
      name: 'empty',
      systemName: 'Empty',
      asOf: '2026-11-28T00:00:00Z',
      origin: ORIGIN,
      summary,
      frameworks: [],
      safeguards: {},
      outcomes: [],
      cost: estimate([]),
      inventory: { components: [], parties: [], configuration: {} },
      flows: [],
      crypto: { atRest: [], inTransit: [], keys: [], modules: [] },
    },
  };
}
