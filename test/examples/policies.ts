import { Resource, statementsOf } from './support';

/** In the policy of a key `*` is this key (AWS KMS Developer Guide, Key policies in AWS KMS: "the key that the key policy is attached to"). */
const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** Properties that hold policies; each must be found to have a statement, or what follows proves nothing. */
const POLICY_PROPERTIES = /^(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy|AccessPolicy|ResourcePolicy|AccessPolicies|RepositoryPolicyText|FileSystemPolicy)$/;

/** What is too wide in the policies of a resource. */
export function tooWide(resource: Resource): string[] {
  const unread = policiesOf(resource.properties).filter((policy) => statementsOf({ ...resource, properties: policy }).length === 0)
    .map(() => 'has a policy in which no statement was found');
  const invoked = resource.type === 'AWS::Lambda::Permission' && /\*/.test(resource.properties.Action) ? [`lets ${resource.properties.Action}`] : [];
  return [...unread, ...invoked, ...statementsOf(resource).filter(({ Effect }) => Effect !== 'Deny').flatMap((statement) => tooWideIn(statement, resource))];
}

function tooWideIn({ Action, NotAction, Resource: on, NotResource, Condition }: any, resource: Resource): string[] {
  const actions: string[] = [Action ?? []].flat();
  const wide = actions.filter((action) => /^(\*|[A-Za-z0-9-]+:\*)$/.test(action)).map((action) => `allows ${action}`);
  if (NotAction) wide.push('allows with NotAction');
  if (NotResource) wide.push('allows with NotResource');
  if (![on ?? []].flat().includes('*') || KEYS.includes(resource.type)) return wide;
  // It grants nothing, it limits what passes (AWS PrivateLink Guide, Control access to VPC endpoints using endpoint policies); whose calls pass it must say.
  if (resource.type === 'AWS::EC2::VPCEndpoint') return Condition?.StringEquals?.['aws:PrincipalAccount'] ? wide : [...wide, 'lets everybody through to Resource *'];
  // test/guards compares the actions with AWS's service authorization data.
  if (!Object.keys(resource.acknowledged).some((rule) => rule.includes('IAM5'))) wide.push('allows on Resource * without a recorded reason');
  return wide;
}

function policiesOf(value: any): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) => (POLICY_PROPERTIES.test(key) ? [{ policy: child }] : policiesOf(child)));
}
