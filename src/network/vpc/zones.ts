import { Fn, Stack, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../../core/validation';

/** What aws-cdk-lib answers until the CLI has looked the zones up (aws-cdk-lib, Stack.availabilityZones). */
const PLACEHOLDER = /^dummy/;

/** Refuses zones that AWS would refuse. */
export function requireZones(scope: IConstruct, zones: string[] | undefined) {
  if (!zones) return;
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(zones)) refuse(scope, 'availabilityZones is a token, need a literal list: each zone gets subnets of its own');
  if (zones.length === 0) refuse(scope, 'availabilityZones is empty, need at least one zone');
  zones.forEach((zone, index) => {
    if (Token.isUnresolved(zone)) return;
    if (zones.indexOf(zone) !== index) refuse(scope, `availabilityZones has '${zone}' twice, need each zone once`);
    if (!Token.isUnresolved(region) && !zone.startsWith(region)) {
      refuse(scope, `availabilityZones has '${zone}' in a stack of ${region}, need zones of that Region`);
    }
  });
}

/** The first zones of the stack; CloudFormation names them where nobody knows them yet. */
export function zonesOf(scope: IConstruct, count: number): string[] {
  const known = Stack.of(scope).availabilityZones.filter((zone) => !Token.isUnresolved(zone) && !PLACEHOLDER.test(zone));
  return known.length > 0 ? known.slice(0, count) : Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
}

/**
 * Builds with zones that the stack does not have to look up: `ec2.Vpc` asks it for them, and by it AWS, even where it is given zones.
 */
export function withZones<T>(scope: Construct, zones: string[], build: () => T): T {
  const stack = Stack.of(scope);
  const own = Object.getOwnPropertyDescriptor(stack, 'availabilityZones');
  Object.defineProperty(stack, 'availabilityZones', { value: zones, configurable: true });
  try {
    return build();
  } finally {
    delete (stack as any).availabilityZones;
    if (own) Object.defineProperty(stack, 'availabilityZones', own);
  }
}
