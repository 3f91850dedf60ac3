import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { CalledService } from '../../core/workload/called-service';
import { calledServices } from '../../core/workload/registry';

const { ECR, ECR_DOCKER, CLOUDWATCH_LOGS, SECRETS_MANAGER, SSM } = ec2.InterfaceVpcEndpointAwsService;

/** AWS services that the tasks of a service call, declared for the interface endpoints of the network. Tasks have no public IP address. */
export class ServiceCalls {
  /** @param fips whether the SDKs in the containers use FIPS 140 validated endpoints */
  constructor(private readonly scope: Construct, private readonly caller: Pick<CalledService, 'vpc' | 'subnets'>, private readonly fips: boolean) {
    // Images of other registries are pulled through Amazon ECR's pull-through cache.
    this.byAgent(ECR, ECR_DOCKER, CLOUDWATCH_LOGS);
  }

  /** Declares calls by AWS Fargate and AWS agents, which use the standard endpoints. */
  public byAgent(...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    services.forEach((service) => calledServices(this.scope).add({ ...this.caller, service, hasPublicAddress: false }));
  }

  /** Declares calls by an SDK in a container. */
  public bySdk(service: ec2.InterfaceVpcEndpointAwsService): void {
    calledServices(this.scope).add({ ...this.caller, service, fips: this.fips, hasPublicAddress: false });
  }

  /** Declares that AWS Fargate reads a secret. Only secrets of AWS Secrets Manager define `hasField`. */
  public forSecret({ hasField }: ecs.Secret): void {
    this.byAgent(hasField === undefined ? SSM : SECRETS_MANAGER);
  }
}
