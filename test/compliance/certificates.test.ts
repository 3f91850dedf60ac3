import { authorityCurrent } from '../../src/compliance/predicates/certificates';
import { RenderedResource } from '../../src/compliance/rendered';

const of = (region: string, CACertificateIdentifier = 'rds-ca-2019') => authorityCurrent({ properties: { CACertificateIdentifier }, template: { stack: { region } } } as unknown as RenderedResource);

test('the certificate of 2019 is valid in some Regions, and unknown where the Region is', () => {
  expect(['eu-south-2', 'il-central-1', 'us-gov-west-1'].map((region) => of(region)?.result)).toEqual(['holds', 'holds', 'holds']);
  expect(['eu-south-1', 'us-east-1', 'ap-northeast-3'].map((region) => of(region)?.result)).toEqual(['fails', 'fails', 'fails']);
  expect(of('${Token[AWS.Region.4]}')).toEqual({ result: 'unknown', finding: 'CACertificateIdentifier is rds-ca-2019, which has expired in most Regions, and the Region is not in the templates' });
  expect(of('us-gov-west-1', 'rds-ca-2015')?.result).toBe('fails');
});
