import { lacksBacktrack } from '../../src/compliance/predicates/backtrack';
import { authorityCurrent } from '../../src/compliance/predicates/certificates';
import { RenderedResource } from '../../src/compliance/rendered';

const of = (region: string, CACertificateIdentifier = 'rds-ca-2019') => authorityCurrent({ properties: { CACertificateIdentifier }, template: { stack: { region } } } as unknown as RenderedResource);

test('the certificate of 2019 is valid in some Regions, and unknown where the Region is', () => {
  const valid = [
    'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1', 'us-gov-east-1', 'us-gov-west-1',
  ];
  expect(valid.filter((region) => of(region)?.result !== 'holds')).toEqual([]);
  expect(['eu-south-1', 'us-east-1', 'ap-northeast-3'].map((region) => of(region)?.result)).toEqual(['fails', 'fails', 'fails']);
  expect(of('${Token[AWS.Region.4]}')).toEqual({ result: 'unknown', finding: 'CACertificateIdentifier is rds-ca-2019, which has expired in most Regions, and the Region is not in the templates' });
  expect(['rds-ca-2010', 'rds-ca-2015'].map((authority) => of('us-gov-west-1', authority)?.result)).toEqual(['fails', 'fails']);
});

// AWS Knowledge Center, Turn on backtrack in an Aurora MySQL cluster; AWS Config rule aurora-mysql-backtracking-enabled.
test('Aurora MySQL has no backtracking in some Regions', () => {
  const without = [
    'af-south-1', 'ap-east-1', 'cn-north-1', 'cn-northwest-1', 'eu-north-1', 'eu-south-1', 'me-south-1', 'sa-east-1', 'us-gov-east-1', 'us-gov-west-1',
  ];
  expect([...without, 'eu-west-1', 'us-east-1', 'ap-south-1'].filter(lacksBacktrack)).toEqual(without);
});
