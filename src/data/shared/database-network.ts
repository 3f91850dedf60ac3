import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { refuse } from '../../core/validation';

/** The port that an engine, and a proxy in front of it, listens on (RDS API, CreateDBCluster). */
export function defaultPort(engine: rds.IEngine): number {
  return engine.engineFamily === 'MYSQL' ? 3306 : 5432;
}

/** Refuses a port outside what Amazon RDS offers (RDS API, CreateDBCluster). */
export function requirePort(scope: Construct, port: number): void {
  if (!Token.isUnresolved(port) && (!Number.isInteger(port) || port < 1150 || port > 65535)) {
    refuse(scope, `network.port is ${port}, need 1150 to 65535`);
  }
}

/** The subnets asked for, else the isolated, else the private ones; Amazon RDS needs two at the least, in different zones. */
export function databaseSubnets(scope: Construct, vpc: ec2.IVpc, given: ec2.SubnetSelection | undefined): ec2.SubnetSelection {
  const selection = given ?? { subnets: vpc.isolatedSubnets.length ? vpc.isolatedSubnets : vpc.privateSubnets };
  const { subnetIds, isPendingLookup } = vpc.selectSubnets(selection);
  if (subnetIds.length < 2 && !isPendingLookup) {
    refuse(scope, `vpc has ${subnetIds.length} ${given ? 'of the subnets asked for' : 'isolated or private subnets'}, need at least 2 in different zones`);
  }
  return selection;
}

/** The security groups given, else one of the database's own, which opens nothing by itself and lets nothing out. */
export function databaseSecurityGroups(scope: Construct, vpc: ec2.IVpc, given: ec2.ISecurityGroup[] | undefined): ec2.ISecurityGroup[] {
  return given ?? [new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Database', allowAllOutbound: false })];
}
