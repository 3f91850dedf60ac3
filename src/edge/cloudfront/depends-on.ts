import { CfnResource, Stack } from 'aws-cdk-lib';

/** References of one resource to others in the template: `Ref`, `Fn::GetAtt` and what `Fn::Sub` puts in. */
const REFERENCES = /"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"|\$\{([A-Za-z0-9]+)[.}]/g;

/** Whether a resource refers to another of its stack, by way of whatever others, as far as the template is decided on by now. */
export function dependsOn(resource: CfnResource, other: CfnResource): boolean {
  const { stack } = resource;
  const byId = new Map(stack.node.findAll().filter(CfnResource.isCfnResource).filter((each) => Stack.of(each) === stack)
    .map((each) => [idOf(each), each]));
  const seen = new Set<string>();
  const visit = (id: string): boolean => {
    const found = byId.get(id);
    if (!found || seen.has(id)) return false;
    seen.add(id);
    return found === other || neighboursOf(found).some(visit);
  };
  return visit(idOf(resource));
}

function neighboursOf(resource: CfnResource): string[] {
  const properties = JSON.stringify(resource.stack.resolve(Reflect.get(resource, 'cfnProperties')));
  const references = [...properties.matchAll(REFERENCES)].map(([, ref, attribute, substituted]) => ref ?? attribute ?? substituted);
  const explicit = resource.obtainDependencies().filter(CfnResource.isCfnResource).map(idOf);
  return [...references, ...explicit];
}

function idOf(resource: CfnResource): string {
  return resource.stack.resolve(resource.logicalId);
}
