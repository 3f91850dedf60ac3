import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Stage, StringConcat, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Resources of the stage of a construct. */
export function resourcesAround(construct: IConstruct): CfnResource[] {
  const stage = Stage.of(construct) ?? construct.node.root;
  return stage.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each));
}

/**
 * Whether a value of another construct, as the template of that construct has it, refers to a resource. The CDK gives a value that is resolved in the stack of the
 * resource the name that a reference across environments needs.
 */
export function refersTo(resource: CfnResource, owner: CfnResource, value: unknown): boolean {
  const stack = Stack.of(resource);
  if (Stack.of(owner) !== stack && !readOf(owner).targets.has(resource)) return false;
  return (JSON.stringify(Stack.of(owner).resolve(value)) ?? '').includes(`"${stack.resolve(resource.logicalId)}"`);
}

/** Resources of the stage that refer to a resource by its logical id, or by the name that the app gives it. */
export function referrersOf(resource: CfnResource, name?: string): CfnResource[] {
  const logicalId: string = Stack.of(resource).resolve(resource.logicalId);
  const marks = name === undefined ? [] : [`"${name}"`, `"${name}.s3`, `:::${name}`];
  const stack = Stack.of(resource);
  const refers = (each: CfnResource) => Stack.of(each) === stack ? readOf(each).text.includes(`"${logicalId}"`) : readOf(each).targets.has(resource);
  return resourcesAround(resource).filter((each) => each !== resource && (refers(each) || marks.some((mark) => readOf(each).text.includes(mark))));
}

/** Types of the resources of the stage that refer to a resource, except its own. */
export function referringTypes(resource: CfnResource, ignored: ReadonlySet<string>): string[] {
  return referrersOf(resource).map(({ cfnResourceType }) => cfnResourceType).filter((type) => !ignored.has(type));
}

/**
 * Policies of a resource that are not the one of its L2. The service keeps only the policy that is deployed last.
 * @param property the property of the policy that names the resource
 * @param own the policy of the L2
 * @param name the name that the app gives the resource, where the property can have it
 */
export function foreignPolicies(
  resource: CfnResource, type: string, property: string, own: IConstruct | undefined = resource.node.scope?.node.tryFindChild('Policy'), name?: string,
): CfnResource[] {
  const names = (policy: CfnResource, value: unknown) => (name !== undefined && value === name) || refersTo(resource, policy, value);
  return referrersOf(resource, name)
    .filter((each) => each.cfnResourceType === type && each.node.scope !== own && names(each, propertiesOf(each)[property]));
}

/**
 * The statements of the policy of an L2, and of its foreign policies.
 * @param property the property of a policy that has the document
 */
export function statementsWith(scope: IConstruct, document: unknown, foreign: readonly CfnResource[], property = 'PolicyDocument'): any[] {
  return [...statementsOf(scope, document), ...foreign.flatMap((each) => statementsOf(each, propertiesOf(each)[property]))];
}

/** Finds the constructs that references are to. Stacks can have resources with the same logical id, so that the id identifies a reference within one stack only. */
class Targets extends DefaultTokenResolver {
  public readonly found = new Set<IConstruct>();

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.found.add(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}

function targetsOf(owner: IConstruct, value: unknown): ReadonlySet<IConstruct> {
  const resolver = new Targets();
  Tokenization.resolve(value, { scope: owner, resolver, preparing: false });
  return resolver.found;
}

interface Read {
  readonly text: string;
  readonly targets: ReadonlySet<IConstruct>;
}

let reads = new WeakMap<CfnResource, Read>();

/** Forgets the texts of the resources, which the app can have changed. The hardening itself adds no reference from a resource of the app to another. */
export function readAnew(): void {
  reads = new WeakMap();
}

function readOf(resource: CfnResource): Read {
  let read = reads.get(resource);
  if (!read) {
    const template = templateOf(resource);
    reads.set(resource, read = { text: JSON.stringify(Stack.of(resource).resolve(template)), targets: targetsOf(resource, template) });
  }
  return read;
}

/** The properties of a resource as its template has them, with overrides. */
export function propertiesOf(resource: CfnResource): any {
  const { Resources: resources = {} } = Stack.of(resource).resolve(templateOf(resource));
  return Object.values<any>(resources)[0]?.Properties ?? {};
}

/** Whether the template gives a property of a resource a value: by a prop, by the L1 or by an override. */
export function isSet(resource: CfnResource, property: string): boolean {
  return propertiesOf(resource)[property] !== undefined;
}

function templateOf(resource: CfnResource): object {
  return (resource as unknown as { _toCloudFormation(): object })._toCloudFormation();
}

/** The statements of a policy document as a template has them. */
export function statementsOf(scope: IConstruct, document: unknown): any[] {
  return [Stack.of(scope).resolve(document)?.Statement ?? []].flat();
}

/** Whether a statement denies requests without TLS. */
export function deniesPlainHttp({ Effect: effect, Condition: condition }: any): boolean {
  return effect === 'Deny' && condition?.Bool?.['aws:SecureTransport'] === 'false';
}

/** Whether a property of a resource has no value. aws-cdk-lib sets some to functions that return none. */
export function isOpen(scope: IConstruct, value: unknown): boolean {
  return Stack.of(scope).resolve(value) === undefined;
}

/** Whether a statement permits something to a service, to another account, or to everyone. Denials and principals of the account do not count. */
export function admitsOthers(scope: IConstruct, { Effect: effect, Principal: principal }: any): boolean {
  if (effect === 'Deny') return false;
  if (typeof principal === 'string') return true;
  return Object.entries(principal ?? {})
    .some(([kind, values]) => [values].flat().some((value) => kind !== 'AWS' || !isOfAccount(scope, JSON.stringify(value))));
}

// Roles of the app are references. Other principals of the account of the stack name it.
function isOfAccount(scope: IConstruct, principal: string): boolean {
  const { account } = Stack.of(scope);
  return principal.includes('"Fn::GetAtt"') || principal.includes('"AWS::AccountId"') || principal.includes(`:${account}:`) || principal === `"${account}"`;
}
