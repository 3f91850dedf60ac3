import { Fn, Stack, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/** Zones that aws-cdk-lib returns until the CDK CLI has looked them up (aws-cdk-lib, Stack.availabilityZones). */
const PLACEHOLDER = /^dummy/;

/** The first Availability Zones of the stack. CloudFormation selects them if they are not known at synthesis. */
export function zonesOf(scope: IConstruct, count: number): string[] {
  const known = Stack.of(scope).availabilityZones.filter((zone) => !Token.isUnresolved(zone) && !PLACEHOLDER.test(zone));
  return known.length > 0 ? known.slice(0, count) : Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
}

/** Builds without a look-up of the zones of the stack, which `ec2.Vpc` requests even if it is given zones. */
export function withZones<T>(scope: Construct, zones: string[], build: () => T): T {
  const stack = Stack.of(scope);
  const own = Object.getOwnPropertyDescriptor(stack, 'availabilityZones');
  Object.defineProperty(stack, 'availabilityZones', { value: zones, configurable: true });
  try {
    return build();
  } finally {
    Reflect.deleteProperty(stack, 'availabilityZones');
    if (own) Object.defineProperty(stack, 'availabilityZones', own);
  }
}
