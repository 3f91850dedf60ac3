import { Aws, CfnMapping, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved } from '../../core/validation';
import { partitionOf } from '../../core/workload/partition';

const HOSTS: Readonly<Record<string, string>> = {
  'aws': 'truststore.pki.rds.amazonaws.com',
  'aws-us-gov': 'truststore.pki.us-gov-west-1.rds.amazonaws.com',
  'aws-cn': 'rds-truststore.s3.cn-north-1.amazonaws.com.cn',
};
const MAPPING = 'RdsTruststore';

/**
 * Location of the CA bundle for the Region of a database
 * (Aurora User Guide, Using TLS/SSL to encrypt a connection to a DB cluster, Certificate bundles for specific Regions). Undefined in a partition for which AWS
 * publishes none there.
 * @param client in the stack that uses the location
 */
export function truststoreUrl(database: IConstruct, client: IConstruct): string | undefined {
  const { region } = Stack.of(database);
  // Regions that aws-cdk-lib does not know yet are new ones of the partition aws.
  const host = isUnresolved(region) ? hostAtDeployment(Stack.of(client)) : HOSTS[partitionOf(region) ?? 'aws'];
  return host && `https://${host}/${region}/${region}-bundle.pem`;
}

function hostAtDeployment(stack: Stack): string {
  const existing = stack.node.tryFindChild(MAPPING) as CfnMapping | undefined;
  const mapping = existing ?? new CfnMapping(stack, MAPPING, {
    mapping: Object.fromEntries(Object.entries(HOSTS).map(([partition, Host]) => [partition, { Host }])),
  });
  return mapping.findInMap(Aws.PARTITION, 'Host');
}
