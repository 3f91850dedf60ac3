import { ResourceSafeguard } from '../model/safeguard';
import { given, isOneOf, isSet, isTrue, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, Outcome, undetermined } from '../predicates/outcome';
import { allowances, isNotPublic } from '../predicates/policy';
import { confinedBy } from '../predicates/principals';
import { POLICY_TYPES, resourcePoliciesOf } from '../predicates/resource-policies';
import { SERVICE_POLICIES, servicesIn } from '../predicates/service-principals';
import { Json, RenderedResource } from '../rendered';

/** Policies that are judged with the resource they are attached to, where the template has it. */
const ATTACHED_BY: Readonly<Record<string, string>> = { 'AWS::S3::BucketPolicy': 'Bucket', 'AWS::SNS::TopicPolicy': 'Topics', 'AWS::SQS::QueuePolicy': 'Queues' };

/** Resource types that name a principal outside a policy document, with the property and the property that confines `*`. */
const PRINCIPAL_OF: Readonly<Record<string, { readonly principal: string; readonly confinedBy?: string }>> = {
  'AWS::Lambda::LayerVersionPermission': { principal: 'Principal', confinedBy: 'OrganizationId' },
  'AWS::EC2::VPCEndpointServicePermissions': { principal: 'AllowedPrincipals' },
};

/** Safeguards of resource policies. */
export const RESOURCE_POLICIES: ResourceSafeguard[] = [
  {
    id: 'ResourcePolicy.NotPublic',
    on: [...POLICY_TYPES, ...Object.keys(PRINCIPAL_OF)],
    statement: 'the resource policy does not allow public access',
    rationale: 'A policy that admits all principals gives everyone with an AWS account, or everyone on the internet, access to the resource',
    remedy: 'name principals, or add a condition on an account, an organization, an ARN or a VPC endpoint',
    severity: 'critical',
    link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
    sources: {},
    always: true,
    judge: (resource) => {
      const { type, properties } = resource;
      const outside = PRINCIPAL_OF[type];
      if (outside) return mustNameOne(outside.principal, properties[outside.principal], outside.confinedBy && properties[outside.confinedBy]);
      // An event bus policy can have a principal and a condition of its own.
      if (type === 'AWS::Events::EventBusPolicy' && !given(properties.Statement)) return mustNameOne('Principal', properties.Principal, isConfining(properties.Condition));
      // Which resource outside the templates has the policy makes no difference.
      const owners = listOf(resource.template.asWritten(resource)?.[ATTACHED_BY[type]]);
      if (owners.length > 0 && owners.every((owner) => ownerOf(resource, owner))) return undefined;
      if (isSearchDomain(type) && admitsNotEveryone(properties)) return undefined;
      const outcomes = resourcePoliciesOf(resource).flatMap(({ path, documents }) => documents.length ? isNotPublic(documents, path, () => true, !type.startsWith('AWS::S3')) : []);
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
  {
    id: 'ResourcePolicy.DistributionsConfined',
    on: POLICY_TYPES,
    statement: 'the resource policy admits CloudFront only for distributions that a condition names',
    rationale: 'CloudFront signs requests with the same principal for every account, so that each AWS account can create a distribution that publishes the resource',
    remedy: 'add a condition with the ARN of the distribution as `aws:SourceArn`, or the account as `aws:SourceAccount`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    sources: {},
    always: true,
    judge: (resource) => {
      const statements = resourcePoliciesOf(resource).flatMap(({ documents }) => documents).flatMap(allowances)
        .filter(({ Principal }) => listOf(Principal?.Service).some((service) => isOneOf(service, 'cloudfront.amazonaws.com')));
      const reaches = statements.map(({ Condition }) => confinedBy(Condition));
      if (reaches.includes('public')) return fails('a statement allows cloudfront.amazonaws.com without aws:SourceArn or aws:SourceAccount, must name the distribution');
      if (reaches.includes('unknown')) return undetermined('the condition of a statement for cloudfront.amazonaws.com');
      return reaches.length ? HOLDS : undefined;
    },
  },
  {
    id: 'ResourcePolicy.ServicesConfined',
    on: SERVICE_POLICIES,
    statement: 'the resource policy admits services only for resources or accounts that a condition names',
    rationale: 'A service calls with the same principal for every account, so that another account can make it send data to the resource (confused deputy)',
    remedy: 'add a condition on `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention',
    sources: {},
    always: true,
    judge: (resource) => {
      const services = servicesIn(resource.type, resourcePoliciesOf(resource).flatMap(({ documents }) => documents));
      const open = services.find(({ reach }) => reach === 'public');
      if (open) return fails(`a statement allows ${open.service} without aws:SourceArn or aws:SourceAccount, must name its source`);
      // A value that resolves at deployment is recorded where it is read; a reference to a resource is known.
      return services.length ? HOLDS : undefined;
    },
  },
];

function isSearchDomain(type: string): boolean {
  return type === 'AWS::OpenSearchService::Domain' || type === 'AWS::Elasticsearch::Domain';
}

// The network admits the clients of a domain in a VPC. Fine-grained access control authenticates users, for which AWS recommends a policy that admits unsigned requests
// (Amazon OpenSearch Service Developer Guide, Fine-grained access control).
function admitsNotEveryone({ VPCOptions, AdvancedSecurityOptions }: Json): boolean {
  return isSet(VPCOptions) || isTrue(AdvancedSecurityOptions?.Enabled);
}

function ownerOf({ type, template }: RenderedResource, owner: Json): RenderedResource | undefined {
  return template.referenced(owner) ?? (type === 'AWS::S3::BucketPolicy' ? template.named('AWS::S3::Bucket', owner) : undefined);
}

// The condition of an event bus policy, which has one key.
function isConfining(condition: Json): boolean {
  return given(condition) && confinedBy({ [condition.Type]: { [condition.Key]: condition.Value } }) === 'confined';
}

function mustNameOne(name: string, value: Json, confines: Json): Outcome {
  return listOf(value).includes('*') && (confines === false || !isSet(confines)) ? fails(`${name} is *, must name a principal`) : HOLDS;
}
