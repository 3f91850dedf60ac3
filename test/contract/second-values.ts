import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { bucket, certificate, key, listener, secret, topic, vpc } from './surroundings';
import { ApiType } from '../../scripts/public-api';
import * as library from '../../src';

type Value = (stack: Stack, first: any) => unknown;

/** Other values than the one that a variant sets, by type. The first that is accepted is used; of numbers, the first of each list. */
export function secondValuesOf({ kind, name, item, members }: ApiType, first: any): Value[][] {
  switch (kind) {
    case 'number': return [[(_stack, value) => value + 1, (_stack, value) => value * 2, (_stack, value) => value - 1], [() => 0, () => 1], [() => 1, () => 2]];
    case 'string': return [[
      (_stack, value) => `${value}x`, (_stack, value) => `${value}2`, (_stack, value) => `x${value}`, (_stack, value) => value.replace(/\d(?=\D*$)/, '7'),
    ]];
    case 'boolean': return [[(_stack, value) => !value]];
    case 'enum': return (members ?? Object.values((library as any)[name])).map((member) => [() => member]);
    case 'Duration': return [[(_stack, value) => inItsUnit(value, 1), (_stack, value) => inItsUnit(value, -1), (_stack, value) => twice(value)]];
    case 'Size': return [[(_stack, value) => Size.bytes(2 * value.toBytes())]];
    // The first item also changes by itself.
    case 'list': return first.length
      ? [
        [(_stack, list) => list.slice(0, -1)],
        [(_stack, list) => [...list].reverse()],
        ...secondValuesOf(item!, first.at(-1)).map((values) => values.map(added)),
      ]
      : [];
    case 'map': return [[(_stack, map) => Object.fromEntries(Object.entries(map).map(([each, value]) => [`${each}x`, value]))]];
    case 'struct': case 'any': return [];
    case 'object': case 'instance': return [OTHERS[name] ?? [], neighbour(first) === undefined ? [] : [(_stack, each) => neighbour(each)]];
  }
}

function added(value: Value): Value {
  return (stack, list) => [...list, value(stack, list.at(-1))];
}

const OTHERS: Record<string, Value[]> = {
  IApplicationListener: [(stack) => listener(stack, 'SecondListener', '0123456789abcdee')],
  IBucket: [(stack) => bucket(stack, 'SecondBucket')],
  ICertificate: [(stack) => certificate(stack, undefined, 'SecondCertificate')],
  IClusterEngine: [
    () => rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 }),
    () => rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_08_0 }),
  ],
  IHostedZone: [(stack) => route53.HostedZone.fromHostedZoneAttributes(stack, 'SecondZone', { hostedZoneId: 'Z0123456789ABCDEFGHIK', zoneName: 'example.com' })],
  IKey: [(stack) => key(stack, 'SecondKey')],
  IPeer: [() => ec2.Peer.ipv4('10.1.0.0/16')],
  IPrincipal: [() => new iam.AccountPrincipal('111122223333')],
  ISecret: [(stack) => secret(stack, 'SecondSecret')],
  ISecurityGroup: [(stack) => ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecondGroup', 'sg-0123456789abcdef1')],
  ITopic: [(stack) => topic(stack, 'SecondTopic')],
  IWebACLRef: [(stack) => library.WebAcl.fromWebAclArn(stack, 'SecondWebAcl',
    `arn:aws:wafv2:${stack.region}:123456789012:regional/webacl/second/01234567-89ab-cdef-0123-456789abcdef`)],
  IVpc: [(stack) => vpc(stack, 'SecondVpc', 'vpc-0123456789abcdef1')],
  ContainerImage: [() => ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29')],
  DatabaseCredentials: [() => library.DatabaseCredentials.managed(), () => library.DatabaseCredentials.generated(),
    (stack) => library.DatabaseCredentials.fromSecret(secret(stack, 'SecondAdministrator'), { username: 'keeper' })],
  AuroraCapacity: [() => library.AuroraCapacity.provisioned(new ec2.InstanceType('r7g.large'))],
  InstanceType: [(_stack, first) => new ec2.InstanceType(String(first).replace(/\.\w+$/, '.xlarge'))],
  SubnetSelection: [() => ({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }), () => ({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED })],
  VaultLock: [() => library.VaultLock.governance()],
};

/** Whether a class of the library makes the values, so that they change with the arguments of its factories. */
export function isOfLibrary({ name }: ApiType): boolean {
  return typeof (library as any)[name] === 'function';
}

/** Another static member of the class of a value. */
function neighbour(value: any): unknown {
  const members = Object.values(value.constructor).filter((member) => member instanceof value.constructor);
  return members.filter((member) => JSON.stringify(member) !== JSON.stringify(value)).at(-1);
}

function twice(duration: Duration): Duration {
  return Duration.millis(2 * duration.toMilliseconds());
}

function inItsUnit(duration: Duration, more: number): Duration {
  const unit = duration.unitLabel();
  const number = Number(/\d+/.exec(duration.toString())?.[0]);
  return (Duration as any)[unit](number + more);
}
