import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { calledServices } from '../../core/workload/registry';

const { ECR, ECR_DOCKER, CLOUDWATCH_LOGS, SECRETS_MANAGER, SSM } = ec2.InterfaceVpcEndpointAwsService;

/** AWS services that the tasks of a service call, declared for the interface endpoints of the network. */
export class ServiceCalls {
  /** @param fips whether the SDKs in the containers use FIPS 140 validated endpoints */
  constructor(private readonly scope: Construct, private readonly vpc: ec2.IVpc, private readonly fips: boolean) {
    // Images of other registries are pulled through Amazon ECR's pull-through cache.
    this.byAgent(ECR, ECR_DOCKER, CLOUDWATCH_LOGS);
  }

  /** Declares calls by AWS Fargate and AWS agents, which use the standard endpoints. */
  public byAgent(...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    services.forEach((service) => calledServices(this.scope).add({ vpc: this.vpc, service }));
  }

  /** Declares calls by an SDK in a container. */
  public bySdk(service: ec2.InterfaceVpcEndpointAwsService): void {
    calledServices(this.scope).add({ vpc: this.vpc, service, fips: this.fips });
  }

  /** Declares that AWS Fargate reads a secret. Only secrets of AWS Secrets Manager define `hasField`. */
  public forSecret({ hasField }: ecs.Secret): void {
    this.byAgent(hasField === undefined ? SSM : SECRETS_MANAGER);
  }
}
