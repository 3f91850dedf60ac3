import { References } from './references';
import { given, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';

// Names of properties in the CloudFormation template reference. Sources of rules have other names: SourceSecurityGroupId.
const GROUPS = /^((vpc|cluster|engine|workspace|emrManaged(master|slave)|additional(master|slave)|serviceAccess|custom|ec2|replicationServers)?security_?groups?(ids?|idList|arns?)?|GroupSet)$/i;
const SUBNETS = /^((vpc|client|ec2|preferred|serviceAccess|default|stagingArea|add)?subnets?(ids?|idList|arns?)?|VPCZoneIdentifier|SubnetMappings?)$/i;
const SUBNET_GROUPS = /^(\w*SubnetGroupName|(Replication)?SubnetGroupId(entifier)?)$/;
/** Properties with content of their own, which name no network. */
const OPAQUE = new Set(['PolicyDocument', 'Tags', 'UserData', 'EventPattern', 'Environment', 'DashboardBody', 'KeyPolicy', 'AssumeRolePolicyDocument']);

type Sets = { readonly [K in keyof Place]: Set<Place[K][number]> };

interface Place {
  readonly groups: RenderedResource[];
  readonly subnets: RenderedResource[];
  /** Security groups that are not in the templates, as text. */
  readonly otherGroups: string[];
}

/** Where components are in the network: security groups, subnets and VPC of their network interfaces. */
export class Placement {
  private readonly found = new Map<RenderedResource, Place>();
  private members?: Map<RenderedResource, RenderedResource[]>;

  constructor(private readonly references: References) {}

  /** Properties of a resource, with those of the launch template or launch configuration from which it starts instances. */
  public withTemplate(resource: RenderedResource): Json {
    const { type, properties } = resource;
    if (type !== 'AWS::AutoScaling::AutoScalingGroup' && type !== 'AWS::EC2::Instance') return properties;
    const hosts = this.references.in([properties.LaunchTemplate, properties.MixedInstancesPolicy, properties.LaunchConfigurationName], resource);
    const template = hosts.find((candidate) => candidate.type === 'AWS::EC2::LaunchTemplate');
    if (template) return { ...properties, LaunchTemplateData: template.properties.LaunchTemplateData };
    const configuration = hosts.find((candidate) => candidate.type === 'AWS::AutoScaling::LaunchConfiguration');
    return configuration ? { ...properties, LaunchTemplateData: configuration.properties } : properties;
  }

  public groupsOf(resource: RenderedResource): RenderedResource[] {
    return this.of(resource).groups;
  }

  /** Security groups of a component that are not in the templates. */
  public otherGroupsOf(resource: RenderedResource): string[] {
    return this.of(resource).otherGroups;
  }

  public subnetsOf(resource: RenderedResource): RenderedResource[] {
    return this.of(resource).subnets;
  }

  public vpcOf(resource: RenderedResource): RenderedResource | undefined {
    const { type, properties } = resource;
    if (type === 'AWS::EC2::VPC') return undefined;
    const named = this.references.in(properties.VpcId ?? properties.VPCId, resource).find((candidate) => candidate.type === 'AWS::EC2::VPC');
    if (named) return named;
    const [near] = [...this.subnetsOf(resource), ...this.groupsOf(resource)];
    return near && near !== resource ? this.vpcOf(near) : undefined;
  }

  /** The components with a network interface in a security group. */
  public membersOf(group: RenderedResource, components: readonly RenderedResource[]): RenderedResource[] {
    if (!this.members) {
      this.members = new Map();
      for (const component of components) {
        for (const one of this.groupsOf(component)) this.members.set(one, [...this.members.get(one) ?? [], component]);
      }
    }
    return this.members.get(group) ?? [];
  }

  private of(resource: RenderedResource): Place {
    const known = this.found.get(resource);
    if (known) return known;
    const place = { groups: new Set<RenderedResource>(), subnets: new Set<RenderedResource>(), otherGroups: new Set<string>() };
    if (!/^AWS::EC2::(SecurityGroup|Subnet|VPC|RouteTable|NetworkAcl)/.test(resource.type) || resource.type === 'AWS::EC2::VPCEndpoint') {
      this.visit(this.withTemplate(resource), resource, place, 0);
    }
    if (resource.type === 'AWS::EFS::FileSystem') {
      for (const mount of this.references.all('AWS::EFS::MountTarget')) {
        if (this.references.one(mount.properties.FileSystemId, mount) === resource) this.visit(mount.properties, mount, place, 0);
      }
    }
    if (resource.type === 'AWS::EC2::Instance') {
      for (const attachment of this.references.all('AWS::EC2::NetworkInterfaceAttachment')) {
        const instance = this.references.one(attachment.properties.InstanceId, attachment);
        if (instance === resource) this.visitInterface(attachment.properties, attachment, place, 0);
      }
    }
    // Instances of a cluster are in its subnets. Connections go to the cluster.
    if (resource.type === 'AWS::RDS::DBInstance') {
      const cluster = this.references.one(resource.properties.DBClusterIdentifier, resource);
      if (cluster) this.subnetsOf(cluster).forEach((subnet) => place.subnets.add(subnet));
    }
    const result = { groups: [...place.groups], subnets: [...place.subnets], otherGroups: [...place.otherGroups] };
    this.found.set(resource, result);
    return result;
  }

  private visit(value: Json, from: RenderedResource, place: Sets, depth: number) {
    if (value === null || typeof value !== 'object' || depth > 6) return;
    for (const [name, part] of Object.entries<Json>(value)) {
      if (OPAQUE.has(name)) continue;
      if (name === 'NetworkInterfaces') {listOf(part).forEach((one) => this.visitInterface(one, from, place, depth + 1));} else if (GROUPS.test(name)) {this.addGroups(part, from, place);} else if (SUBNETS.test(name)) {this.named(part, from, 'AWS::EC2::Subnet').forEach((subnet) => place.subnets.add(subnet));} else if (SUBNET_GROUPS.test(name)) {
        for (const group of this.references.in(part, from)) this.visit(group.properties, group, place, depth + 1);
      } else {this.visit(part, from, place, depth + 1);}
    }
  }

  // Interfaces of launch templates have `Groups`, those of instances `GroupSet`. An interface can be a resource of its own.
  private visitInterface(value: Json, from: RenderedResource, place: Sets, depth: number) {
    this.visit(value, from, place, depth);
    if (given(value?.Groups)) this.addGroups(value.Groups, from, place);
    const own = given(value?.NetworkInterfaceId) ? this.references.in(value.NetworkInterfaceId, from) : [];
    own.filter(({ type }) => type === 'AWS::EC2::NetworkInterface').forEach((one) => this.visit(one.properties, one, place, depth + 1));
  }

  private addGroups(value: Json, from: RenderedResource, { groups, otherGroups }: Sets) {
    for (const one of listOf(value)) {
      const found = this.named(one, from, 'AWS::EC2::SecurityGroup');
      found.forEach((group) => groups.add(group));
      if (found.length === 0) otherGroups.add(textOf(one));
    }
  }

  private named(value: Json, from: RenderedResource, type: string): RenderedResource[] {
    return listOf(value).flatMap((one) => this.references.in(one, from)).filter((resource) => resource.type === type);
  }
}
