import { Stack, ValidationError } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CompliantAurora, CompliantAuroraProps, CompliantPostgres, CompliantPostgresProps, IDatabaseClient } from '../../src';
import { templateOf, testStack } from '../support';

export const MYSQL = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 });

/** Three zones with isolated and private subnets. */
export function vpcOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'],
    privateSubnetIds: ['private-a', 'private-b', 'private-c'],
    privateSubnetRouteTableIds: ['rtb-private-a', 'rtb-private-b', 'rtb-private-c'],
    isolatedSubnetIds: ['isolated-a', 'isolated-b', 'isolated-c'],
    isolatedSubnetRouteTableIds: ['rtb-isolated-a', 'rtb-isolated-b', 'rtb-isolated-c'],
  });
}

/** A cluster alone in a stack. */
export function aurora(props: Partial<CompliantAuroraProps> = {}, stack = testStack()): CompliantAurora {
  return new CompliantAurora(stack, 'Database', { vpc: vpcOf(stack), ...props });
}

/** The template of a cluster alone in a stack. */
export function auroraTemplate(props: Partial<CompliantAuroraProps> = {}, stack = testStack()) {
  aurora(props, stack);
  return templateOf(stack);
}

/** A PostgreSQL instance alone in a stack. */
export function postgres(props: Partial<CompliantPostgresProps> = {}, stack = testStack()): CompliantPostgres {
  return new CompliantPostgres(stack, 'Database', { vpc: vpcOf(stack), ...props });
}

/** The template of a PostgreSQL instance alone in a stack. */
export function postgresTemplate(props: Partial<CompliantPostgresProps> = {}, stack = testStack()) {
  postgres(props, stack);
  return templateOf(stack);
}

/** The only resource of a type. */
export function only(template: ReturnType<typeof templateOf>, type: string, properties: object = {}) {
  const found = Object.values(template.findResources(type, Match.objectLike({ Properties: properties })));
  expect(found).toHaveLength(1);
  return found[0];
}

/** First line of the message that props are refused with. */
export function refusalOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.message.split('\n')[0];
  }
  throw new Error('accepted');
}

/** A client that records what it gets. */
export class Client extends Construct implements IDatabaseClient {
  public readonly connections: ec2.Connections;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly environment: Record<string, string> = {};
  public readonly secrets: Record<string, { secret: secretsmanager.ISecret; field?: string }> = {};

  constructor(scope: Construct, id = 'Client') {
    super(scope, id);
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    this.grantPrincipal = role;
    this.connections = new ec2.Connections({
      securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', { vpc: Stack.of(this).node.findChild('Vpc') as unknown as ec2.IVpc, allowAllOutbound: false })],
    });
  }

  public addEnvironment(name: string, value: string): void {
    this.environment[name] = value;
  }

  public addSecretField(name: string, secret: secretsmanager.ISecret, field: string): void {
    this.secrets[name] = { secret, field };
  }
}
