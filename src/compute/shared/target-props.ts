import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { refuse } from '../../core/validation';

export function requirePort(scope: IConstruct, port: number): void {
  if (!Token.isUnresolved(port) && (!Number.isInteger(port) || port < 1 || port > 65535)) refuse(scope, `port is ${port}, need 1 to 65535`);
}

export function requirePath(scope: IConstruct, path: string): void {
  if (!Token.isUnresolved(path) && !path.startsWith('/')) refuse(scope, `healthCheckPath is '${path}', need a path that begins with /`);
}

export function requirePositive(scope: IConstruct, prop: string, value: number | undefined, unit = ''): void {
  if (value !== undefined && !Token.isUnresolved(value) && value <= 0) refuse(scope, `${prop} is ${value}${unit}, need more than 0`);
}

export function requirePrivateSubnets(scope: IConstruct, vpc: ec2.IVpc, whose: string): void {
  if (vpc.privateSubnets.length + vpc.isolatedSubnets.length === 0) {
    refuse(scope, `vpc has public subnets only, need private or isolated ones: ${whose} have no public address`);
  }
}
