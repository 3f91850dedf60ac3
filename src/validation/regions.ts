import { IEnvironmentAware, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isUnresolved, refuse } from './refuse';
import { requireString } from './strings';

/** ARNs of resources to which aws-cdk-lib gives the Region of the stack that imports them. */
const ARNS = ['alarmArn', 'listenerArn', 'targetGroupArn', 'trustStoreArn'];

/** Names of Regions, for example `eu-west-2`, `us-gov-west-1`, `eusc-de-east-1` (AWS General Reference, Service endpoints). */
const REGION_NAME = /[a-z]{2,}(?:-[a-z]+)+-\d{1,2}/;

/** Refuses a text that is no name of a Region. Tokens and `undefined` pass. */
export function requireRegionName(scope: IConstruct | undefined, prop: string, region: string | undefined, example = 'eu-west-2'): void {
  requireString(scope, prop, region, { need: `a Region such as ${example}`, pattern: REGION_NAME });
}

/** Refuses a resource of another Region than that of the stack. Tokens and `undefined` pass. */
export function requireSameRegion(scope: IConstruct, prop: string, need: string, resource: (IConstruct & IEnvironmentAware) | undefined): void {
  // Scopes above stacks have no Region.
  if (!scope.node.scopes.some((parent) => Stack.isStack(parent)) || !Construct.isConstruct(resource)) return;
  const [own, other] = [Stack.of(scope).region, regionOf(resource)];
  if (isUnresolved(own) || isUnresolved(other) || own === other) return;
  refuse(scope, `${prop} must be ${need} in ${own}, got '${resource.node.path}' in ${other}`);
}

function regionOf(resource: IConstruct & IEnvironmentAware): string {
  const { trustStoreRef = {} } = resource as { trustStoreRef?: object };
  const arn = ARNS.map((name) => (resource as any)[name] ?? (trustStoreRef as any)[name]).find((value) => typeof value === 'string');
  return arn === undefined || isUnresolved(arn) ? resource.env.region : arn.split(':')[3] || resource.env.region;
}
