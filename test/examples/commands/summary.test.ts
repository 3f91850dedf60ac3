import { Evidence, summaryOf } from '../../../examples/summary';

const controls = (counts: Record<string, number>) => Object.entries(counts)
  .flatMap(([status, count]) => Array.from({ length: count }, () => ({ status, proven: [{}] })));

const LOAN: Evidence = {
  name: 'loan-dev',
  summary: { resources: 133, findings: 0 },
  frameworks: [
    {
      title: 'AWS Foundational Security Best Practices 1.0.0',
      controls: controls({ 'satisfied': 60, 'satisfied in part': 6, 'not judged': 263, 'customer': 32 })
        .concat([{ acknowledged: 1 }, { byDesign: 1 }, {}].map((proof) => ({ status: 'acknowledged', proven: [proof, {}] }))),
    },
    { title: 'NIST SP 800-53 Rev 5 Moderate', controls: controls({ 'satisfied in part': 40, 'customer': 100, 'inherited': 20, 'attested': 2, 'not applicable': 1 }) },
  ],
  outcomes: [{}, { acknowledgement: {} }, { acknowledgement: { expires: '2027-06-30' } }, { acknowledgement: { expires: '2027-03-31' } }],
  inventory: { components: [{ region: 'eu-west-2' }, { region: 'eu-west-2' }] },
  cost: { monthly: 213.46 },
};

const EMPTY: Evidence = {
  name: 'ec2-baseline-dev',
  summary: { resources: 0, findings: 0 },
  frameworks: [{ title: 'PCI DSS 4.0.1', controls: controls({ fails: 1 }) }],
  outcomes: [],
  inventory: { components: [{ region: 'us-west-2' }, { region: 'us-east-1' }] },
  cost: { monthly: 0 },
};

const table = summaryOf([{ evidence: LOAN, page: 'cdk.out/loan/index.html' }, { evidence: EMPTY, page: 'cdk.out/ec2/index.html' }], 'ephemeral');

test('the table has a row for each platform, with its place, frameworks and page', () => {
  expect(table).toBe(`
platform          proven  failing  deviating  by design  left to you  unjudged     expires  USD/mo
loan-dev             106        0          1          2          132       263  2027-03-31     213
  eu-west-2; ephemeral; 133 resources; AWS Foundational Security Best Practices 1.0.0, NIST SP
  800-53 Rev 5 Moderate
  cdk.out/loan/index.html
ec2-baseline-dev       0        1          0          0            0         0        none       0
  us-east-1, us-west-2; ephemeral; 0 resources; PCI DSS 4.0.1
  cdk.out/ec2/index.html

Counts are controls. Proven: in whole or in part by the templates. Deviating: findings that you
acknowledge. By design: deviations of constructs of the library. Left to you: shown by no template.
Unjudged: no resource shows it. Expires: the next acknowledgement. Others are attested, inherited
from AWS or not applicable.`.slice(1));
});

test('no line has more than 100 columns', () => {
  expect(table.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('a platform without components and frameworks says so', () => {
  expect(summaryOf([{ evidence: { ...EMPTY, frameworks: [], inventory: { components: [] } }, page: 'index.html' }], 'production').split('\n')[2])
    .toBe('  no component; production; 0 resources; no framework');
});
