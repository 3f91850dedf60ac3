import { INTERNET, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { IDENTITY_POLICIES } from '../../predicates/grants';
import { given, listOf } from '../../predicates/intrinsics';
import { actionsOf, allowances } from '../../predicates/policy';
import { reachOf } from '../../predicates/principals';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { transportOfCalls } from '../crypto/transport';
import { compare } from '../inventory/inventory';
import { References } from '../inventory/references';
import { Flow } from '../model';

/** Properties that hold a resource policy, by type, and the property of the resource that it protects. */
const RESOURCE_POLICIES: Readonly<Record<string, readonly [policy: string, resource?: string]>> = {
  'AWS::S3::BucketPolicy': ['PolicyDocument', 'Bucket'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument', 'Queues'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'Topics'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy', 'SecretId'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::Backup::BackupVault': ['AccessPolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
};

// An endpoint that accepts HTTP listens on port 80, too.
function wireOf(target: RenderedResource, references: References): Pick<Flow, 'protocol' | 'ports' | 'encryption' | 'encryptedBy'> {
  const { encryption, by } = transportOfCalls(target, references);
  return { ...encryption === 'encrypted' ? { protocol: 'HTTPS', ports: '443' } : { protocol: 'HTTP, HTTPS', ports: '80, 443' }, encryption, encryptedBy: by };
}

/** Calls that identity policies let components make, and that resource policies let other accounts make. Grants that name no resource are not listed. */
export function apiCallFlows(sources: Sources): void {
  const { references, book } = sources;
  const users = usersOfRoles(sources);
  for (const policy of references.all(...IDENTITY_POLICIES, 'AWS::IAM::Role')) {
    const roles = policy.type === 'AWS::IAM::Role' ? [policy] : references.in(policy.properties.Roles ?? policy.properties.RoleName, policy);
    const documents = [policy.properties.PolicyDocument, ...listOf(policy.properties.Policies).map((inline) => inline?.PolicyDocument)].filter(given);
    for (const component of roles.flatMap((role) => users.get(role) ?? [])) {
      for (const [target, actions] of grantsOf(documents, policy, sources)) addCall(component, target, actions, policy);
    }
  }
  addOtherAccounts(sources);

  function addCall(component: RenderedResource, target: RenderedResource, actions: readonly string[], policy: RenderedResource) {
    if (component === target) return;
    // `rds-db:connect` lets a component log in through the network.
    if (actions.every((action) => action === 'rds-db:connect')) {
      book.extend(component, target, [policy], ({ kind }) => kind === 'network');
      return;
    }
    // A log delivery, an event or a stream that a property configures is the same connection.
    if (book.extend(component, target, [policy], ({ kind }) => ['log delivery', 'event', 'stream', 'request'].includes(kind))) return;
    const isLog = target.type === 'AWS::Logs::LogGroup' && actions.every((action) => /^logs:/.test(action));
    book.add({
      kind: isLog ? 'log delivery' : 'api call',
      from: [component],
      to: [target],
      ...wireOf(target, references),
      why: actions.join(', '),
      openedBy: [policy],
    });
  }
}

// Components by role: those that have the role, and those that run what has it, for example the service of a task definition.
function usersOfRoles({ references, components }: Sources): Map<RenderedResource, RenderedResource[]> {
  const users = new Map<RenderedResource, RenderedResource[]>();
  const runs = new Map<RenderedResource, RenderedResource[]>();
  const note = (host: RenderedResource, component: RenderedResource) => runs.set(host, [...runs.get(host) ?? [], component]);
  for (const service of references.all('AWS::ECS::Service')) references.in(service.properties.TaskDefinition, service).forEach((task) => note(task, service));
  for (const group of references.all('AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance')) {
    const hosts = references.in([group.properties.LaunchTemplate, group.properties.MixedInstancesPolicy, group.properties.IamInstanceProfile], group);
    for (const host of hosts) {
      note(host, group);
      references.in(host.properties.LaunchTemplateData?.IamInstanceProfile, host).forEach((profile) => note(profile, group));
    }
  }
  for (const method of references.all('AWS::ApiGateway::Method')) {
    const api = references.componentOf(method);
    if (api) note(method, api);
  }
  for (const resource of [...new Set(references.all('*'))]) {
    const found = components.has(resource) && !/^AWS::(IAM|KMS|S3::Bucket|Backup::|RDS::|EC2::(?!Instance))/.test(resource.type) ? [resource] : runs.get(resource) ?? [];
    if (found.length === 0) continue;
    const roles = rolesIn(resource.properties, 0).flatMap((value) => references.in(value, resource)).filter(({ type }) => type === 'AWS::IAM::Role');
    for (const role of new Set(roles)) {
      const known = users.get(role) ?? [];
      users.set(role, [...new Set([...known, ...found])]);
    }
  }
  return users;
}

const ROLE = /(^|[a-z])(Role(s|Arn|ARN)?|Credentials)$/;

function rolesIn(value: Json, depth: number): Json[] {
  if (value === null || typeof value !== 'object' || depth > 4) return [];
  return Object.entries<Json>(value).flatMap(([name, part]) => ROLE.test(name) ? listOf(part) : rolesIn(part, depth + 1));
}

// Components that statements allow calls to, with the actions.
function grantsOf(documents: readonly Json[], policy: RenderedResource, { references, components }: Sources): Map<RenderedResource, string[]> {
  const grants = new Map<RenderedResource, string[]>();
  for (const statement of documents.flatMap(allowances)) {
    for (const target of listOf(statement.Resource).flatMap((resource) => references.components(resource, policy).slice(0, 1))) {
      if (!components.has(target) || target.type === 'AWS::IAM::Role') continue;
      grants.set(target, [...new Set([...grants.get(target) ?? [], ...actionsOf(statement)])].sort(compare));
    }
  }
  return grants;
}

function addOtherAccounts({ references, book }: Sources) {
  for (const [type, [property, owner]] of Object.entries(RESOURCE_POLICIES)) {
    for (const policy of references.all(type)) {
      const targets = owner ? references.components(policy.properties[owner], policy) : [policy];
      for (const statement of allowances(policy.properties[property])) {
        const parties = reachOf(statement) === 'public' ? [INTERNET] : othersIn(statement, policy);
        for (const party of parties) {
          book.add({
            kind: 'api call',
            from: [party],
            to: targets.slice(0, 1),
            ...wireOf(targets[0], references),
            why: actionsOf(statement).join(', '),
            openedBy: [policy],
          });
        }
      }
    }
  }
}

const ACCOUNT = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})\b/;

// Principals with a literal account that is not the one of the stack, and identity providers.
function othersIn({ Principal }: Json, { template }: RenderedResource): OutsideParty[] {
  const own = template.stack.account;
  const accounts = listOf(Principal?.AWS).map(textOf).flatMap((text) => ACCOUNT.exec(text)?.[1] ?? [])
    .filter((account) => account !== own);
  return [
    ...[...new Set(accounts)].map((account): OutsideParty => ({ kind: 'account', name: account, purpose: 'Account that a policy admits', isThirdParty: true })),
    ...listOf(Principal?.Federated).map((name): OutsideParty => ({ kind: 'identity provider', name: textOf(name), purpose: 'Provider whose identities a role trusts', isThirdParty: true })),
  ];
}
