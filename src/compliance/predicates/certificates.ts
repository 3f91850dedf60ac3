import { given, isUnresolved, mayBe } from './intrinsics';
import { fails, HOLDS, Outcome, undecided, unknown } from './outcome';
import { RenderedResource } from '../rendered';

/** Expired on March 5, 2020 (AWS News Blog, Rotate Your Amazon RDS, Aurora, and Amazon DocumentDB Certificates), and certificates before it. */
const EXPIRED = ['rds-ca-2010', 'rds-ca-2015'];
/** Expired between May 8 and October 28, 2024, depending on the Region (AWS News Blog, Rotate Your SSL/TLS Certificates Now – Amazon RDS and Amazon Aurora Expire in 2024). */
const OF_2019 = 'rds-ca-2019';
/** Regions in which the certificate of 2019 is valid until 2061 (same page). */
const VALID_IN = [
  'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1', 'us-gov-east-1', 'us-gov-west-1',
];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Fails if the certificate authority of a DB instance has expired. Omitted, it is the default of the account, which the service keeps current. */
export function authorityCurrent({ properties, template: { stack: { region } } }: RenderedResource): Outcome | undefined {
  const authority = properties.CACertificateIdentifier;
  if (!given(authority)) return undefined;
  if (isUnresolved(authority)) return mayBe(authority, ...EXPIRED, OF_2019) ? unknown('CACertificateIdentifier', authority) : HOLDS;
  const isOf2019 = authority === OF_2019;
  if (!isOf2019 && !EXPIRED.includes(authority) || isOf2019 && VALID_IN.includes(region)) return HOLDS;
  if (isOf2019 && !REGION.test(region)) {
    return undecided(`CACertificateIdentifier is ${OF_2019}, which has expired in most Regions, and the Region is not in the templates`);
  }
  return fails(`CACertificateIdentifier is ${authority}, which has expired, must be a current one such as rds-ca-rsa2048-g1`);
}
