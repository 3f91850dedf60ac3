import { End, INTERNET, isResource, OutsideParty } from './flow-book';
import { partiesOf } from './principals';
import { Sources } from './sources';
import { AWS_CALL, isMounted, isOfOtherAccount, Wire, wireOfCall } from './wire';
import { IDENTITY_POLICIES } from '../../predicates/grants';
import { given, listOf } from '../../predicates/intrinsics';
import { actionsOf, allowances } from '../../predicates/policy';
import { POLICY_TYPES, resourcePoliciesOf } from '../../predicates/resource-policies';
import { Json, RenderedResource } from '../../rendered';
import { compare } from '../inventory/inventory';
import { References } from '../inventory/references';

/** Property of the resource that has a policy, where the policy is a resource of its own. */
const OWNERS: Readonly<Record<string, string>> = {
  'AWS::CloudTrail::ResourcePolicy': 'ResourceArn',
  'AWS::Events::EventBusPolicy': 'EventBusName',
  'AWS::Kinesis::ResourcePolicy': 'ResourceArn',
  'AWS::Lambda::ResourcePolicy': 'ResourceArn',
  'AWS::Logs::DeliveryDestination': 'DestinationResourceArn',
  'AWS::Logs::Destination': 'TargetArn',
  'AWS::MSK::ClusterPolicy': 'ClusterArn',
  'AWS::S3::AccessPoint': 'Bucket',
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::S3Express::AccessPoint': 'Bucket',
  'AWS::S3Express::BucketPolicy': 'Bucket',
  'AWS::S3Tables::TableBucketPolicy': 'TableBucketARN',
  'AWS::S3Vectors::VectorBucketPolicy': 'VectorBucketArn',
  'AWS::SecretsManager::ResourcePolicy': 'SecretId',
  'AWS::SNS::TopicInlinePolicy': 'TopicArn',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SQS::QueueInlinePolicy': 'Queue',
  'AWS::SQS::QueuePolicy': 'Queues',
};

/** Policies that only the evidence reads. */
const OTHER_POLICIES: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::KMS::ReplicaKey': 'KeyPolicy',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
};

/** ARNs of services whose endpoints have HTTPS only, apart from those that accept HTTP or are no API. */
const HTTPS_ONLY = /^arn:[^:]*:(?!s3:|sqs:|sns:|dynamodb:|ec2:|autoscaling:|cloudwatch:|elasticfilesystem:|kafka-cluster:|kafka:|es:|execute-api:|rds-db:)/;
const ELSEWHERE: Wire = { protocol: 'not determined', ports: 'not determined', encryption: 'not determined', encryptedBy: 'the resource is not in the templates' };

const THROUGH_NETWORK = /^(rds-db:connect|neptune-db:|dax:|elasticache:connect|memorydb:connect)/i;

/** Calls that identity policies let components make, and that resource policies let other accounts make. Grants that name no resource are not listed. */
export function apiCallFlows(sources: Sources): void {
  const { references, book } = sources;
  const users = usersOfRoles(sources);
  for (const policy of references.all(...IDENTITY_POLICIES, 'AWS::IAM::Role')) {
    const roles = policy.type === 'AWS::IAM::Role' ? [policy] : references.in(policy.properties.Roles ?? policy.properties.RoleName, policy);
    const documents = [policy.properties.PolicyDocument, ...listOf(policy.properties.Policies).map((inline) => inline?.PolicyDocument)].filter(given);
    for (const component of roles.flatMap((role) => users.get(role) ?? (isAssumedFromOutside(role, references) ? [role] : []))) {
      for (const { target, actions } of grantsOf(documents, policy, sources).values()) addCall(component, target, actions, policy);
    }
  }
  addOtherAccounts(sources);

  function addCall(component: RenderedResource, target: End, actions: readonly string[], policy: RenderedResource) {
    if (component === target) return;
    if (!isResource(target)) {
      book.add({ kind: 'api call', from: [component], to: [target], ...HTTPS_ONLY.test(target.name) ? AWS_CALL : ELSEWHERE, why: actions.join(', '), openedBy: [policy] });
      return;
    }
    // These let a component log in, or make requests, through the network.
    if (actions.every((action) => THROUGH_NETWORK.test(action))) {
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
      ...wireOfCall(target, references),
      why: actions.join(', '),
      openedBy: [policy],
    });
  }
}

// What another account or an identity provider assumes has no component that makes the calls.
function isAssumedFromOutside(role: RenderedResource, references: References): boolean {
  return listOf(role.properties.AssumeRolePolicyDocument).flatMap(allowances).some((statement) => partiesOf(statement, role, references).length > 0);
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

// Components and other resources that statements allow calls to, with the actions.
function grantsOf(documents: readonly Json[], policy: RenderedResource, { references, components }: Sources): Map<string, Grant> {
  const grants = new Map<string, Grant>();
  const add = (id: string, target: End, statement: Json) => {
    const actions = actionsOf(statement).concat(grants.get(id)?.actions ?? []);
    grants.set(id, { target, actions: [...new Set(actions)].sort(compare) });
  };
  for (const statement of documents.flatMap(allowances)) {
    for (const resource of listOf(statement.Resource)) {
      const [target] = references.components(resource, policy);
      if (!target) {
        const other = otherResource(resource, policy, references);
        // A role that is passed on is not called.
        if (other && actionsOf(statement).some((action) => action !== 'iam:PassRole')) add(other.name, other, statement);
      } else if (target.type !== 'AWS::IAM::Role') {add(components.idOf(target), target, statement);}
    }
  }
  return grants;
}

interface Grant {
  readonly target: End;
  readonly actions: readonly string[];
}

/** A resource outside the templates that an ARN names; undefined for all resources of a type, and for an ARN that only a deployment knows. */
function otherResource(value: Json, policy: RenderedResource, references: References): OutsideParty | undefined {
  if (references.in(value, policy).length > 0) return undefined;
  const text = references.text(value, policy);
  // Objects are those of their bucket.
  const arn = /^arn:[^:]*:s3:::/.test(text) ? text.split('/')[0] : text;
  const [, , service, , account, ...name] = arn.split(':');
  const fixed = name.join(':').split(/[*?]/)[0];
  // What comes before a wildcard is the type, or has a path below it.
  const isNamed = fixed === name.join(':') || /^[^/:]+[/:].+/.test(fixed);
  if (!/^arn:/.test(arn) || fixed === '' || !isNamed || /[*?]/.test(account) || (account === '' && service !== 's3')) return undefined;
  return { kind: 'resource', name: arn, purpose: 'Resource that is not in the templates', isThirdParty: isOfOtherAccount(arn, policy) };
}

function addOtherAccounts({ references, components, book }: Sources) {
  for (const policy of references.all(...POLICY_TYPES, ...Object.keys(OTHER_POLICIES))) {
    const owners = listOf(policy.properties[OWNERS[policy.type]]).flatMap((owner) => references.components(owner, policy).slice(0, 1));
    const own: readonly End[] = owners.length > 0 ? owners : components.has(policy) ? [policy]
      : [{ kind: 'resource', name: nameOf(policy, references), purpose: `Resource of the policy ${policy.logicalId}` }];
    const documents = [...resourcePoliciesOf(policy).flatMap((one) => one.documents), ...listOf(policy.properties[OTHER_POLICIES[policy.type]])];
    for (const statement of documents.flatMap(allowances)) {
      // One policy can have statements for each of its resources.
      const named = listOf(statement.Resource).flatMap((resource) => references.components(resource, policy).slice(0, 1));
      const concerned = own.filter((owner) => isResource(owner) && named.includes(owner));
      for (const target of concerned.length > 0 ? concerned : own) {
        // Every caller that the network admits.
        const isInNetwork = isResource(target) && isMounted(target);
        const parties = partiesOf(statement, policy, references).filter((party) => party !== INTERNET || !isInNetwork);
        for (const party of parties) {
          book.add({
            kind: 'api call',
            from: [party],
            to: [target],
            ...isResource(target) ? wireOfCall(target, references) : ELSEWHERE,
            why: actionsOf(statement).join(', '),
            openedBy: [policy],
          });
        }
      }
    }
  }
}

// Name of the resource that a policy is for, if the templates do not have it.
function nameOf(policy: RenderedResource, references: References): string {
  const [owner] = listOf(policy.properties[OWNERS[policy.type]]);
  return given(owner) ? references.text(owner, policy) : policy.logicalId;
}
