import { Aws, CfnMapping, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved } from '../../core/validation';

const COMMERCIAL = 'truststore.pki.rds.amazonaws.com';
const GOVCLOUD = 'truststore.pki.us-gov-west-1.rds.amazonaws.com';
const CHINA = 'rds-truststore.s3.cn-north-1.amazonaws.com.cn';
const MAPPING = 'RdsTruststore';

/**
 * Location of the CA bundle for the Region of a stack
 * (Aurora User Guide, Using TLS/SSL to encrypt a connection to a DB cluster, Certificate bundles for specific Regions).
 */
export function truststoreUrl(scope: IConstruct): string {
  const { region } = Stack.of(scope);
  return `https://${hostOf(Stack.of(scope))}/${region}/${region}-bundle.pem`;
}

function hostOf(stack: Stack): string {
  if (isUnresolved(stack.region)) return hostAtDeployment(stack);
  if (stack.region.startsWith('us-gov-')) return GOVCLOUD;
  return stack.region.startsWith('cn-') ? CHINA : COMMERCIAL;
}

function hostAtDeployment(stack: Stack): string {
  const existing = stack.node.tryFindChild(MAPPING) as CfnMapping | undefined;
  const mapping = existing ?? new CfnMapping(stack, MAPPING, {
    mapping: { 'aws': { Host: COMMERCIAL }, 'aws-us-gov': { Host: GOVCLOUD }, 'aws-cn': { Host: CHINA } },
  });
  return mapping.findInMap(Aws.PARTITION, 'Host');
}
