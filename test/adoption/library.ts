import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

const LIBRARY = path.dirname(require.resolve('aws-cdk-lib/package.json'));
const { types } = JSON.parse(gunzipSync(fs.readFileSync(path.join(LIBRARY, '.jsii.gz'))).toString('utf-8'));

/** Version of the installed aws-cdk-lib. */
export const VERSION: string = JSON.parse(fs.readFileSync(path.join(LIBRARY, 'package.json'), 'utf-8')).version;

interface Prop {
  readonly name: string;
  readonly type: { readonly primitive?: string; readonly fqn?: string };
}

/** Props of a class, from the assembly of aws-cdk-lib. */
export function propsOf(type: string): Prop[] {
  return everyProp(types[nameOf(type)].initializer.parameters[2].type.fqn);
}

function everyProp(struct: string): Prop[] {
  const { properties = [], interfaces = [] } = types[struct];
  return [...properties, ...interfaces.flatMap(everyProp)];
}

/** Both booleans, or each member of an enum. Members of enums are strings or numbers; the injectors do not read them. */
export function valuesOf({ type: { primitive, fqn } }: Prop): unknown[] {
  if (primitive === 'boolean') return [true, false];
  return (types[fqn ?? '']?.members ?? []).map(({ name }: { name: string }) => name);
}

/** Name of a class in the assembly, by its `PROPERTY_INJECTION_ID`. The id of `LogGroup` has another module. */
function nameOf(type: string): string {
  return type.replace('.aws-log.', '.aws-logs.').replace(/\.aws-[a-z0-9-]+\./, (module) => module.replace(/-/g, '_'));
}

/** Resources of L2s that the file of the L2 does not make by its name. */
const MADE_ELSEWHERE: Record<string, string> = {
  'aws-cdk-lib.aws-log.LogGroup': 'AWS::Logs::LogGroup',
  'aws-cdk-lib.aws-autoscaling.AutoScalingGroup': 'AWS::AutoScaling::AutoScalingGroup',
  'aws-cdk-lib.aws-ecs.ContainerDefinition': 'AWS::ECS::TaskDefinition',
  'aws-cdk-lib.aws-ecs.Ec2Service': 'AWS::ECS::Service',
  'aws-cdk-lib.aws-ecs.FargateService': 'AWS::ECS::Service',
  'aws-cdk-lib.aws-ecs.Ec2TaskDefinition': 'AWS::ECS::TaskDefinition',
  'aws-cdk-lib.aws-ecs.FargateTaskDefinition': 'AWS::ECS::TaskDefinition',
  'aws-cdk-lib.aws-elasticloadbalancingv2.ApplicationListener': 'AWS::ElasticLoadBalancingV2::Listener',
  'aws-cdk-lib.aws-elasticloadbalancingv2.ApplicationLoadBalancer': 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'aws-cdk-lib.aws-elasticloadbalancingv2.ApplicationTargetGroup': 'AWS::ElasticLoadBalancingV2::TargetGroup',
  'aws-cdk-lib.aws-elasticloadbalancingv2.NetworkListener': 'AWS::ElasticLoadBalancingV2::Listener',
  'aws-cdk-lib.aws-elasticloadbalancingv2.NetworkLoadBalancer': 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'aws-cdk-lib.aws-elasticloadbalancingv2.NetworkTargetGroup': 'AWS::ElasticLoadBalancingV2::TargetGroup',
};

/** Classes of aws-cdk-lib that property injectors apply to, with the type of the resource that each makes. */
export function classesOfLibrary(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of fs.readdirSync(LIBRARY, { recursive: true, encoding: 'utf-8' }).filter((name) => /^aws-[\w-]+\/lib\/.*\.js$/.test(name) && !name.includes('generated'))) {
    const text = fs.readFileSync(path.join(LIBRARY, file), 'utf-8');
    const ids = [...text.matchAll(/PROPERTY_INJECTION_ID="([^"]+)"/g)];
    ids.forEach(({ 1: id, index }, position) => {
      const made = /(Cfn\w+)\(this,"Resource"/.exec(text.slice(index, ids[position + 1]?.index))?.[1];
      const name = nameOf(id);
      const resource = types[name.replace('_v2.', '.').replace(/\w+$/, made ?? '')]?.docs?.custom?.cloudformationResource ?? MADE_ELSEWHERE[id];
      if (resource !== undefined && types[name]?.initializer?.parameters?.[2]) found.set(id, resource);
    });
  }
  return found;
}
