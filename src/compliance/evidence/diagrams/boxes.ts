import { Box, Group } from './drawing';
import { Component, Inventory, Party } from '../model';

/** Types that a diagram shows as a boundary, or not at all: what they permit is in the connections. */
const WITHOUT_BOX = /^AWS::(EC2::(VPC|Subnet|SecurityGroup|NetworkAcl|EIP|InternetGateway|EgressOnlyInternetGateway)|IAM::.*|CloudWatch::.*|Budgets::.*|Logs::LogGroup)$/;
const NAMES = 4;
/** What a reader knows better than the service. */
const NAMES_OF_TYPES: Readonly<Record<string, string>> = { 'AWS::EC2::NatGateway': 'NAT gateway', 'AWS::EC2::VPCEndpoint': 'VPC endpoint' };

/** What a box stands for: a construct below the stack, or a service where there are too many constructs. */
export type Grain = 'construct' | 'service';

/** The boxes of the components and parties of a workload, and the groups around them. */
export class Boxes {
  /** The outer groups first. */
  readonly groups = new Map<string, Group>();
  private readonly boxes = new Map<string, Box>();
  private readonly boxOf = new Map<string, string>();
  private readonly components: ReadonlyMap<string, Component>;
  private readonly depths = new Map<string, number>();

  constructor({ components, parties }: Inventory, grain: Grain) {
    this.components = new Map(components.map((component) => [component.id, component]));
    const templates = new Map<string, Component[]>();
    for (const component of components) templates.set(component.template, [...templates.get(component.template) ?? [], component]);
    for (const [template, members] of templates) this.depths.set(template, sharedSegments(members));
    // Lines lead away from the internet, which is therefore first.
    for (const [kind, members] of kindsOf(parties)) this.add({ id: `party ${kind}`, kind: kind === 'internet' ? 'internet' : 'outside', ...textOfParties(members), members: idsOf(members), names: members.map(({ name }) => name) });
    const boxed = new Map<string, { title: string; group: string; members: Component[] }>();
    for (const component of components) {
      const isVpc = component.type === 'AWS::EC2::VPC';
      const isLogs = component.type === 'AWS::Logs::LogGroup';
      if (WITHOUT_BOX.test(component.type) && !isVpc && !isLogs) continue;
      const group = this.groupOf(component);
      const title = isVpc ? 'All addresses of the VPC' : isLogs ? 'Log groups' : grain === 'construct' ? this.constructOf(component) : component.service;
      const key = JSON.stringify([group, title, isVpc || isLogs]);
      boxed.set(key, { title, group, members: [...boxed.get(key)?.members ?? [], component] });
    }
    const placed = ({ title, members: [{ account, region }] }: { readonly title: string; readonly members: readonly Component[] }) => `${account} ${region} ${title}`;
    const titles = [...boxed.values()].map(placed);
    for (const [id, box] of boxed) {
      const { title: first, group, members } = box;
      const isTaken = titles.filter((other) => other === placed(box)).length > 1;
      const title = isTaken && grain === 'construct' ? this.narrowed(first, members) : first;
      this.add({ id, kind: 'component', title, group, details: this.detailsOf(members, first), members: idsOf(members) });
    }
  }

  /** Box of a component or party; undefined for what has none. */
  of(id: string): string | undefined {
    return this.boxOf.get(id);
  }

  get(id: string): Box {
    return this.boxes.get(id)!;
  }

  get all(): Box[] {
    return [...this.boxes.values()];
  }

  typeOf(id: string): string | undefined {
    return this.components.get(id)?.type;
  }

  private add(box: Box) {
    this.boxes.set(box.id, box);
    for (const member of box.members) this.boxOf.set(member, box.id);
  }

  private detailsOf(members: readonly Component[], title: string): string[] {
    if (members[0].type === 'AWS::EC2::VPC') return [];
    const services = new Map<string, number>();
    for (const { type, service } of members) services.set(NAMES_OF_TYPES[type] ?? service, (services.get(NAMES_OF_TYPES[type] ?? service) ?? 0) + 1);
    const constructs = [...new Set(members.map((member) => this.constructOf(member)))];
    const counted = services.has(title) ? constructs : [...services].map(([service, count]) => count > 1 ? `${service} (${count})` : service);
    const keys = [...new Set(members.flatMap(({ encryption }) => encryption ? [encryption.by] : []))].sort();
    return [listed(counted), ...keys.length > 0 ? [`at rest: ${keys.join(', ').replace(/aws/g, 'AWS')}`] : []];
  }

  /** Title of a box where a construct has several, in different networks: the part of the construct, or the service of its first member. */
  private narrowed(title: string, members: readonly Component[]): string {
    const [first, ...others] = members.map(({ id, template }) => segmentsOf(id).slice(this.depths.get(template)!));
    const differs = first.findIndex((segment, index) => others.some((segments) => segments[index] !== segment));
    const shared = differs < 0 ? first : first.slice(0, differs);
    if (shared.length > 1) return shared.slice(0, 2).join('/');
    const [{ type, service }] = members;
    return `${title}: ${NAMES_OF_TYPES[type] ?? service.replace(/^(AWS|Amazon) /, '')}`;
  }

  /** First construct below the stack. */
  private constructOf({ id, template }: Component): string {
    return segmentsOf(id)[this.depths.get(template)!];
  }

  private groupOf(component: Component): string {
    const { account, region, vpc: of, subnets = [] } = component;
    const regionId = this.group({ id: `${account} ${region}`, kind: 'region', title: `AWS account ${account}, Region ${region}` });
    const vpc = component.type === 'AWS::EC2::VPC' ? component.id : of;
    if (vpc === undefined) return regionId;
    const vpcId = this.group({ id: `${regionId} ${vpc}`, kind: 'vpc', title: `VPC ${this.nameOf(vpc)}`, parent: regionId });
    const kinds = [...new Set(subnets.map((subnet) => this.kindOf(subnet)))].sort().join(' and ');
    return kinds ? this.group({ id: `${vpcId} ${kinds}`, kind: 'subnets', title: `${kinds} subnets`, parent: vpcId }) : vpcId;
  }

  private group(group: Group): string {
    if (!this.groups.has(group.id)) this.groups.set(group.id, group);
    return group.id;
  }

  private nameOf(vpc: string): string {
    const component = this.components.get(vpc);
    return component?.tags.Name ?? segmentsOf(vpc).pop()!;
  }

  // The tag of CDK, or the name without the number of the Availability Zone.
  private kindOf(subnet: string): string {
    return this.components.get(subnet)?.tags['aws-cdk:subnet-name'] ?? segmentsOf(subnet).filter((segment) => segment !== 'Subnet').pop()!.replace(/(Subnet)?\d*$/, '');
  }
}

function idsOf(members: ReadonlyArray<{ readonly id: string }>): string[] {
  return members.map(({ id }) => id);
}

function segmentsOf(id: string): string[] {
  const segments = id.split('/');
  return segments.length > 1 && /^(Resource|Default)$/.test(segments[segments.length - 1]) ? segments.slice(0, -1) : segments;
}

// Number of segments that the paths of a template share: the path of its stack.
function sharedSegments(components: readonly Component[]): number {
  const [first, ...others] = components.map(({ id }) => segmentsOf(id));
  return others.reduce((depth, segments) => {
    const differs = first.findIndex((segment, index) => index >= depth || segments[index] !== segment);
    return Math.min(differs < 0 ? depth : differs, segments.length - 1);
  }, first.length - 1);
}

function kindsOf(parties: readonly Party[]): Array<[string, Party[]]> {
  const kinds = new Map<string, Party[]>();
  for (const party of parties) kinds.set(party.kind, [...kinds.get(party.kind) ?? [], party]);
  return [...kinds].sort(([a], [b]) => Number(b === 'internet') - Number(a === 'internet'));
}

const TITLES: Readonly<Record<Party['kind'], string>> = {
  'internet': 'Internet',
  'address range': 'Address ranges',
  'prefix list': 'Prefix lists',
  'security group': 'Other security groups',
  'aws service': 'AWS services',
  'account': 'Other accounts',
  'identity provider': 'Identity providers',
  'image registry': 'Image registries',
  'machine image': 'Machine images',
  'resource': 'Other resources',
  'endpoint': 'Endpoints',
  'unknown': 'Not determined',
};

function textOfParties(parties: readonly Party[]): Pick<Box, 'title' | 'details'> {
  const [{ kind }] = parties;
  return { title: TITLES[kind], details: kind === 'internet' ? [] : [listed([...new Set(parties.map(shortName))])] };
}

/** Name of a party; of a service of AWS without the address around it. */
export function shortName({ name }: Party): string {
  return name.replace(/^com\.amazonaws\.[a-z0-9-]+\./, '').replace(/\.amazonaws\.com$/, '');
}

/** The first names of a list, and the number of the others. */
export function listed(names: readonly string[]): string {
  return names.length <= NAMES ? names.join(', ') : `${names.slice(0, NAMES - 1).join(', ')} and ${names.length - NAMES + 1} more`;
}
