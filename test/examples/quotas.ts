import * as fs from 'fs';
import * as path from 'path';
import { PLATFORM_NAMES, PlatformName } from '../../examples/platform-names';

type Template = { readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: any }>> };
/** What counts, by a name that is the same for what platforms share. */
type Amounts = Readonly<Record<string, number>>;

/** A default quota of AWS. */
interface Quota {
  readonly name: string;
  readonly default: number;
  /** Page of the AWS documentation. */
  readonly source: string;
  /** The largest amount counts, not the sum. */
  readonly isPerResource?: boolean;
  readonly count: (template: Template) => Amounts;
}

const VPC_PAGE = 'Amazon VPC User Guide, Amazon VPC quotas';
const FARGATE_PAGE = 'AWS General Reference, Amazon ECS endpoints and quotas';
const EC2_PAGE = 'AWS General Reference, Amazon EC2 endpoints and quotas';
const CONFIG_PAGE = 'AWS Config Developer Guide, Service limits';

/** Entries of `com.amazonaws.global.cloudfront.origin-facing` that count (Amazon VPC User Guide, AWS-managed prefix lists, Weight). */
const CLOUDFRONT_WEIGHT = 55;
/** The policy of the account that AWS WAF maintains for its log groups (Amazon CloudWatch Logs User Guide, Logs sent to CloudWatch Logs). */
const WAF_POLICY = 'AWSWAF-LOGS';
/** vCPUs of an instance (Amazon EC2 Instance Types, General purpose). */
const VCPUS: Readonly<Record<string, number>> = { 't3.medium': 2, 't3a.medium': 2, 't3.large': 2 };

const QUOTAS: readonly Quota[] = [
  { name: 'VPCs in a Region', default: 5, source: VPC_PAGE, count: (template) => each(template, 'AWS::EC2::VPC') },
  { name: 'internet gateways in a Region', default: 5, source: VPC_PAGE, count: (template) => each(template, 'AWS::EC2::InternetGateway') },
  { name: 'Elastic IP addresses in a Region', default: 5, source: VPC_PAGE, count: (template) => each(template, 'AWS::EC2::EIP') },
  { name: 'NAT gateways in an Availability Zone', default: 5, source: VPC_PAGE, isPerResource: true, count: natGatewaysByZone },
  { name: 'rules of a security group in one direction', default: 60, source: VPC_PAGE, isPerResource: true, count: rulesBySecurityGroup },
  { name: 'rules of a network ACL in one direction', default: 20, source: VPC_PAGE, isPerResource: true, count: rulesByNetworkAcl },
  {
    name: 'interface endpoints in a VPC',
    default: 50,
    source: 'AWS PrivateLink Guide, AWS PrivateLink quotas',
    isPerResource: true,
    count: (template) => ({ vpc: of(template, 'AWS::EC2::VPCEndpoint').filter(([, { VpcEndpointType }]) => VpcEndpointType === 'Interface').length }),
  },
  {
    name: 'gateway endpoints in a Region',
    default: 20,
    source: 'AWS PrivateLink Guide, AWS PrivateLink quotas',
    count: (template) => each(template, 'AWS::EC2::VPCEndpoint', ({ VpcEndpointType }) => (VpcEndpointType === 'Gateway' ? 1 : 0)),
  },
  {
    name: 'Application Load Balancers in a Region',
    default: 50,
    source: 'Application Load Balancers User Guide, Quotas',
    count: (template) => each(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
  },
  { name: 'vCPUs of Fargate On-Demand at the smallest scale', default: 6, source: FARGATE_PAGE, count: (template) => fargateVcpus(template, 'MinCapacity') },
  { name: 'vCPUs of Fargate On-Demand at the largest scale', default: 6, source: FARGATE_PAGE, count: (template) => fargateVcpus(template, 'MaxCapacity') },
  { name: 'vCPUs of On-Demand Standard instances at the smallest scale', default: 5, source: EC2_PAGE, count: (template) => instanceVcpus(template, 'MinSize') },
  { name: 'vCPUs of On-Demand Standard instances at the largest scale', default: 5, source: EC2_PAGE, count: (template) => instanceVcpus(template, 'MaxSize') },
  {
    name: 'resource policies of CloudWatch Logs in a Region',
    default: 10,
    source: 'Amazon CloudWatch Logs User Guide, CloudWatch Logs quotas',
    count: (template) => ({
      ...each(template, 'AWS::Logs::ResourcePolicy'), ...of(template, 'AWS::WAFv2::LoggingConfiguration').length > 0 && { [WAF_POLICY]: 1 },
    }),
  },
  {
    name: 'trails in a Region',
    default: 5,
    source: 'AWS CloudTrail User Guide, Quotas in AWS CloudTrail',
    count: (template) => each(template, 'AWS::CloudTrail::Trail'),
  },
  {
    name: 'AWS Config recorders in a Region',
    default: 1,
    source: 'AWS Config Developer Guide, Working with the customer managed configuration recorder',
    count: (template) => each(template, 'AWS::Config::ConfigurationRecorder'),
  },
  { name: 'conformance packs of an account', default: 50, source: CONFIG_PAGE, count: (template) => each(template, 'AWS::Config::ConformancePack') },
  {
    name: 'AWS Config rules in a conformance pack',
    default: 130,
    source: CONFIG_PAGE,
    isPerResource: true,
    count: (template) => each(template, 'AWS::Config::ConformancePack', rulesOfPack),
  },
  {
    name: 'AWS Config rules in a Region, rounded up to 50',
    default: 1000,
    source: CONFIG_PAGE,
    count: (template) => ({ rules: rounded(total(each(template, 'AWS::Config::ConfigRule')) + total(each(template, 'AWS::Config::ConformancePack', rulesOfPack))) }),
  },
  {
    name: 'resources in a template, rounded up to 50',
    default: 500,
    source: 'AWS CloudFormation User Guide, Understand CloudFormation quotas',
    isPerResource: true,
    count: ({ Resources }) => ({ template: rounded(Object.keys(Resources).length) }),
  },
];

/** Rounded up, so that not every new resource changes the table. */
function rounded(count: number): number {
  return Math.ceil(count / 50) * 50;
}

function total(amounts: Amounts): number {
  return Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
}

type Entry = readonly [id: string, properties: any];

function of({ Resources }: Template, type: string): Entry[] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type).map(([id, { Properties = {} }]) => [id, Properties] as const);
}

function each(template: Template, type: string, weigh: (properties: any) => number = () => 1): Amounts {
  return Object.fromEntries(of(template, type).map(([id, properties]) => [id, weigh(properties)]));
}

function natGatewaysByZone(template: Template): Amounts {
  return tally(of(template, 'AWS::EC2::NatGateway').map(([, { SubnetId }]) => {
    const { Properties: { AvailabilityZone, AvailabilityZoneId } } = template.Resources[SubnetId.Ref];
    return [`zone ${JSON.stringify(AvailabilityZoneId ?? AvailabilityZone)}`, 1];
  }));
}

function rulesByNetworkAcl(template: Template): Amounts {
  return tally(of(template, 'AWS::EC2::NetworkAclEntry').map(([, { NetworkAclId, Egress }]) => [`${NetworkAclId.Ref} ${Egress}`, 1]));
}

/** A rule that refers to a prefix list counts as many times as the list has entries. */
function rulesBySecurityGroup(template: Template): Amounts {
  const weigh = ({ SourcePrefixListId, DestinationPrefixListId }: any) => (SourcePrefixListId ?? DestinationPrefixListId ? CLOUDFRONT_WEIGHT : 1);
  return tally([
    ...of(template, 'AWS::EC2::SecurityGroup').flatMap(([id, { SecurityGroupIngress = [], SecurityGroupEgress = [] }]) => [
      ...SecurityGroupIngress.map((rule: any) => [`${id} in`, weigh(rule)] as const), ...SecurityGroupEgress.map((rule: any) => [`${id} out`, weigh(rule)] as const),
    ]),
    ...of(template, 'AWS::EC2::SecurityGroupIngress').map(([, rule]) => [`${rule.GroupId['Fn::GetAtt'][0]} in`, weigh(rule)] as const),
    ...of(template, 'AWS::EC2::SecurityGroupEgress').map(([, rule]) => [`${rule.GroupId['Fn::GetAtt'][0]} out`, weigh(rule)] as const),
  ]);
}

function tally(items: ReadonlyArray<readonly [key: string, amount: number]>): Amounts {
  const amounts: Record<string, number> = {};
  for (const [key, amount] of items) amounts[key] = (amounts[key] ?? 0) + amount;
  return amounts;
}

function fargateVcpus(template: Template, capacity: 'MinCapacity' | 'MaxCapacity'): Amounts {
  const [[, target = undefined] = []] = of(template, 'AWS::ApplicationAutoScaling::ScalableTarget');
  return each(template, 'AWS::ECS::TaskDefinition', ({ Cpu }) => (Number(Cpu) / 1024) * target[capacity]);
}

function instanceVcpus(template: Template, size: 'MinSize' | 'MaxSize'): Amounts {
  return each(template, 'AWS::AutoScaling::AutoScalingGroup', (group) => Number(group[size]) * vcpusOf(template, group));
}

function vcpusOf(template: Template, { LaunchTemplate, MixedInstancesPolicy }: any): number {
  const { LaunchTemplateId } = LaunchTemplate ?? MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification;
  const types = [
    template.Resources[LaunchTemplateId.Ref].Properties.LaunchTemplateData.InstanceType,
    ...(MixedInstancesPolicy?.LaunchTemplate.Overrides ?? []).map(({ InstanceType }: any) => InstanceType),
  ];
  return Math.max(...types.map((type) => VCPUS[type] ?? NaN));
}

function rulesOfPack({ TemplateBody }: any): number {
  return TemplateBody.match(/Type: AWS::Config::ConfigRule/g).length;
}

const ENVIRONMENTS = [['production', 'prod'], ['ephemeral', 'dev']] as const;
/** Platforms with the same default Region. */
const TOGETHER: readonly PlatformName[] = ['payment', 'pipeline', 'transactions'];

/** The golden template of a stack. */
export function golden(lifecycle: string, stack: string): Template {
  const known = TEMPLATES.get(`${lifecycle}-${stack}`);
  const template = known ?? read(lifecycle, stack);
  TEMPLATES.set(`${lifecycle}-${stack}`, template);
  return template;
}

const TEMPLATES = new Map<string, Template>();

function read(lifecycle: string, stack: string): Template {
  return JSON.parse(fs.readFileSync(path.join(__dirname, 'golden', `${lifecycle}-${stack}.json`), 'utf-8'));
}

/** What platforms of one account and Region use of a quota. */
function use({ count, isPerResource }: Quota, lifecycle: string, suffix: string, names: readonly PlatformName[]): number {
  const entries = names.flatMap((name) => Object.entries(count(golden(lifecycle, `${name}-${suffix}`)))
    .map(([key, value]) => [isShared(key) ? key : `${name} ${key}`, value] as const));
  const amounts = tally(entries.filter(([key], index) => key !== WAF_POLICY || entries.findIndex(([other]) => other === key) === index));
  return isPerResource ? Math.max(0, ...Object.values(amounts)) : total(amounts);
}

/** Zones, and the policy of AWS WAF, are the same for all platforms. */
function isShared(key: string): boolean {
  return key === WAF_POLICY || key.startsWith('zone ');
}

interface Row extends Quota {
  /** Production and ephemeral, by platform. */
  readonly alone: Readonly<Record<string, readonly number[]>>;
  readonly together: readonly number[];
}

function rows(): Row[] {
  const both = (quota: Quota, names: readonly PlatformName[]) => ENVIRONMENTS.map(([lifecycle, suffix]) => use(quota, lifecycle, suffix, names));
  return QUOTAS.map((quota) => ({
    ...quota,
    alone: Object.fromEntries(PLATFORM_NAMES.map((name) => [name, both(quota, [name])])),
    together: both(quota, TOGETHER),
  }));
}

/** Quotas that a single platform exceeds. */
export function exceededAlone(): string[] {
  return rows().flatMap(({ name, alone, default: most }) => PLATFORM_NAMES.filter((platform) => Math.max(...alone[platform]) > most)
    .map((platform) => `${platform}: ${Math.max(...alone[platform])} ${name}; the default is ${most}`));
}

/** Amounts of a quota, by platform, production first. */
export function amountsOf(name: string): Row['alone'] {
  return rows().find((row) => row.name === name)!.alone;
}

export const BEGIN = '<!-- quotas: generated by test/examples/quotas.test.ts -->';
export const END = '<!-- end of quotas -->';

/** The table of quotas in examples/README.md. */
export function quotaTable(): string {
  const sources = [...new Set(QUOTAS.map(({ source }) => source))];
  const cell = ([production, ephemeral]: readonly number[], most: number) => [...new Set([production, ephemeral])]
    .map((value) => (value > most ? `**${value}**` : String(value))).join(' / ');
  return [
    BEGIN,
    `| quota | default | ${PLATFORM_NAMES.join(' | ')} | us-east-1 |`,
    `| --- | --- | ${PLATFORM_NAMES.map(() => '---').join(' | ')} | --- |`,
    ...rows().map(({ name, source, alone, together, default: most }) => (
      `| ${name} [${sources.indexOf(source) + 1}] | ${most} | ${PLATFORM_NAMES.map((platform) => cell(alone[platform], most)).join(' | ')} | ${cell(together, most)} |`)),
    '',
    'Sources:',
    '',
    ...sources.map((source, index) => `${index + 1}. ${source}`),
    '',
    'A single platform uses more than the default:',
    '',
    ...exceededAlone().map((line) => `- ${line}`),
    END,
  ].join('\n');
}
