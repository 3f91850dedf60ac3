import { RegionInfo } from 'aws-cdk-lib/region-info';
import { componentType } from './component-types';
import { isUnresolved } from '../../../validation/refuse';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource, RenderedTemplate } from '../../rendered';
import { isIntrinsic, namesIn } from '../../worlds/intrinsics';

/** Types whose resources others name by a literal physical name, and the property of the name. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Kinesis::Stream': 'Name',
};

/** Finds resources of the templates by the expressions that name them. */
export class References {
  private readonly names: ReadonlyArray<readonly [name: string, resource: RenderedResource]>;
  private readonly byName = new Map<string, RenderedResource>();

  constructor(private readonly templates: readonly RenderedTemplate[]) {
    this.names = templates.flatMap((template) => Object.entries(NAMED).flatMap(([type, property]) => template.subjects(type)
      .map((resource) => [textOf(resource.properties[property]), resource] as const)))
      // A shorter text is a part of too many others.
      .filter(([name]) => name.length >= 8);
    for (const [name, resource] of this.names) this.byName.set(name, resource);
  }

  /** All resources of a type that belong to the workload. */
  public all(...types: readonly string[]): RenderedResource[] {
    return types.flatMap((type) => this.templates.flatMap((template) => template.subjects(type)));
  }

  /** The resources that an expression names: directly, in an ARN, or by physical name. In the order of the expression. */
  public in(value: Json, { template }: RenderedResource): RenderedResource[] {
    const found = new Set<RenderedResource>();
    this.collect(value, template, found);
    if (found.size === 0 && value !== undefined && value !== null) this.byText(value, found);
    return [...found];
  }

  /** The first resource that an expression names. */
  public one(value: Json, from: RenderedResource): RenderedResource | undefined {
    return this.in(value, from)[0];
  }

  /**
   * The component that a resource is or configures: a listener belongs to its load balancer, an alias or a version to its function, an attachment to its
   * secret. Undefined for a resource that configures no component.
   */
  public componentOf(resource: RenderedResource): RenderedResource | undefined {
    if (componentType(resource.type)) return resource;
    const property = OWNERS[resource.type];
    // The id of a scalable target names the cluster before the service.
    const owner = property && this.in(resource.properties[property], resource).pop();
    return owner ? this.componentOf(owner) : undefined;
  }

  /** The components that an expression names. */
  public components(value: Json, from: RenderedResource): RenderedResource[] {
    return [...new Set(this.in(value, from).flatMap((resource) => this.componentOf(resource) ?? []))];
  }

  /** An expression as text, with the Region, the partition and the account of its stack where they are known. */
  public text(value: Json, { template: { stack } }: RenderedResource): string {
    const text = textOf(value);
    if (!text.includes('${AWS-')) return text;
    const { partition, domainSuffix } = RegionInfo.get(stack.region);
    const pseudo: Record<string, string | undefined> = {
      'AWS-Region': stack.region, 'AWS-AccountId': stack.account, 'AWS-StackName': stack.stackName, 'AWS-Partition': partition, 'AWS-URLSuffix': domainSuffix,
    };
    return text.replace(/\$\{(AWS-\w+)\}/g, (whole, name: string) => {
      const known = pseudo[name];
      return known === undefined || isUnresolved(known) ? whole : known;
    });
  }

  private collect(value: Json, template: RenderedTemplate, found: Set<RenderedResource>) {
    if (value === null || typeof value !== 'object') return;
    if (isIntrinsic(value)) {
      const target = template.referenced(value);
      if (target) {
        found.add(target);
        return;
      }
      const [text] = [value['Fn::Sub']].flat();
      if (typeof text === 'string') {
        for (const name of namesIn(text)) this.collect({ Ref: name }, template, found);
      }
    }
    for (const part of Object.values<Json>(value)) this.collect(part, template, found);
  }

  private byText(value: Json, found: Set<RenderedResource>) {
    const text = textOf(value);
    const exact = this.byName.get(text);
    const named = exact ?? this.names.filter(([name]) => text.split(/[:/]/).some((part) => part === name || part.startsWith(`${name}.s3.`))
      || text.includes(`:log-group:${name}`)).map(([, resource]) => resource)[0];
    if (named) found.add(named);
  }
}

/** Property of the resource that a resource configures. */
const OWNERS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::BasePathMapping': 'RestApiId',
  'AWS::ApiGateway::Stage': 'RestApiId',
  'AWS::ApiGateway::Method': 'RestApiId',
  'AWS::ApiGatewayV2::ApiMapping': 'ApiId',
  'AWS::ApiGatewayV2::Stage': 'ApiId',
  'AWS::ApiGatewayV2::Integration': 'ApiId',
  'AWS::AppSync::DataSource': 'ApiId',
  'AWS::ElasticLoadBalancingV2::Listener': 'LoadBalancerArn',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'ListenerArn',
  'AWS::EC2::ClientVpnAuthorizationRule': 'ClientVpnEndpointId',
  'AWS::EC2::ClientVpnRoute': 'ClientVpnEndpointId',
  'AWS::EC2::ClientVpnTargetNetworkAssociation': 'ClientVpnEndpointId',
  'AWS::EC2::EIPAssociation': 'AllocationId',
  'AWS::GlobalAccelerator::EndpointGroup': 'ListenerArn',
  'AWS::GlobalAccelerator::Listener': 'AcceleratorArn',
  'AWS::ApplicationAutoScaling::ScalableTarget': 'ResourceId',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'ScalingTargetId',
  'AWS::AutoScaling::ScalingPolicy': 'AutoScalingGroupName',
  'AWS::ECS::TaskSet': 'Service',
  'AWS::IAM::InstanceProfile': 'Roles',
  'AWS::KMS::Alias': 'TargetKeyId',
  'AWS::Kinesis::StreamConsumer': 'StreamARN',
  'AWS::Lambda::Alias': 'FunctionName',
  'AWS::Lambda::Version': 'FunctionName',
  'AWS::Lambda::Url': 'TargetFunctionArn',
  'AWS::Logs::LogStream': 'LogGroupName',
  'AWS::Logs::Destination': 'TargetArn',
  'AWS::Logs::DeliveryDestination': 'DestinationResourceArn',
  'AWS::RDS::DBProxyTargetGroup': 'DBProxyName',
  'AWS::S3::AccessPoint': 'Bucket',
  'AWS::SecretsManager::SecretTargetAttachment': 'SecretId',
};
