import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { connections, shared, user } from './compliant-aurora.contract';
import { CompliantPostgres, DatabaseCredentials } from '../../src';
import { contract } from '../contract/contract';
import { key, vpc } from '../contract/surroundings';

export default contract(CompliantPostgres, {
  variants: {
    'defaults': (stack) => ({ vpc: vpc(stack) }),
    'everything': (stack) => ({
      vpc: vpc(stack),
      engineVersion: rds.PostgresEngineVersion.VER_16_13,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
      databaseName: 'ledger',
      instanceIdentifier: 'ledger-database',
      multiAz: true,
      readReplicas: 1,
      parameters: { log_min_duration_statement: '1000' },
      ...shared(stack),
      storage: { allocatedGib: 400, maxAllocatedGib: 1000, iops: 16_000, throughput: 1000 },
      backup: {
        retention: Duration.days(14),
        preferredWindow: '02:00-03:00',
        deletionProtection: true,
        replication: { region: 'eu-west-1', encryptionKey: key(stack, 'There', 'eu-west-1'), retention: Duration.days(7) },
      },
    }),
    'restored from a snapshot': (stack) => ({
      vpc: vpc(stack), backup: { snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:snapshot:ledger' },
    }),
  },
  methods: {
    logGroup: { variants: { type: () => ['postgresql'] } },
    allowConnectionsFrom: { variants: connections },
    addUser: {
      on: (stack) => new CompliantPostgres(stack, 'Made', { vpc: vpc(stack), credentials: DatabaseCredentials.generated() }),
      variants: { everything: () => ['Reporting', user()] },
    },
  },
});
