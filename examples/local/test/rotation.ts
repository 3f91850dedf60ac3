import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CompliantPostgres, DatabaseCredentials, DatabaseRotation, Framework, Lifecycle, SecureVpc, Workload } from '../../../src';

/** A PostgreSQL instance with rotation functions for the administrator and a user. No platform has this combination. */
const region = 'us-east-1';
const stack = new Stack(new App(), 'Rotation', { stackName: 'rotation', env: { account: '000000000000', region } });
Workload.on(stack, { name: 'rotation', suffix: 'test', lifecycle: Lifecycle.EPHEMERAL, frameworks: [Framework.PCI_DSS_4_0_1], regions: [region] });
const { vpc } = new SecureVpc(stack, 'Network');
const database = new CompliantPostgres(stack, 'Database', {
  vpc,
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
  databaseName: 'app',
  credentials: DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION }),
});
database.addUser('ApplicationUser', { username: 'application', rotation: DatabaseRotation.FUNCTION, privileges: ['CONNECT ON DATABASE app'] });
