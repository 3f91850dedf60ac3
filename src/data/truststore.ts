import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

const COMMERCIAL = 'truststore.pki.rds.amazonaws.com';
const HOSTS: Record<string, string> = {
  'aws': COMMERCIAL,
  'aws-us-gov': 'truststore.pki.us-gov-west-1.rds.amazonaws.com',
  'aws-cn': 'rds-truststore.s3.cn-north-1.amazonaws.com.cn',
};
const MAPPING = 'RdsTruststore';

/**
 * Where the certificate bundle of a stack's Region lies
 * (Aurora User Guide, Using TLS/SSL to encrypt a connection to a DB cluster, Certificate bundles for specific Regions).
 */
export function truststoreUrl(scope: IConstruct): string {
  const stack = Stack.of(scope);
  return `https://${hostOf(stack)}/${stack.region}/${stack.region}-bundle.pem`;
}

function hostOf(stack: Stack): string {
  if (!Token.isUnresolved(stack.partition)) return HOSTS[stack.partition] ?? COMMERCIAL;
  const existing = stack.node.tryFindChild(MAPPING) as CfnMapping | undefined;
  const mapping = existing ?? new CfnMapping(stack, MAPPING, {
    mapping: Object.fromEntries(Object.entries(HOSTS).map(([partition, Host]) => [partition, { Host }])),
  });
  return mapping.findInMap(Aws.PARTITION, 'Host');
}
