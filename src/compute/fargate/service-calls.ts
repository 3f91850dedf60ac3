import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { usesFips } from '../../core/parts/fips';
import { calledServices } from '../../core/workload/registry';

const { ECR, ECR_DOCKER, CLOUDWATCH_LOGS, SECRETS_MANAGER, SSM } = ec2.InterfaceVpcEndpointAwsService;

/** Which AWS services the tasks of a service call, for the endpoints of its network. */
export class ServiceCalls {
  /** Whether the SDKs in its containers take FIPS 140 validated endpoints. */
  public readonly fips: boolean;

  constructor(private readonly scope: Construct, private readonly vpc: ec2.IVpc, fips?: boolean) {
    this.fips = usesFips(scope, fips);
    // Images come from Amazon ECR for choice, those of other registries through its pull-through cache.
    this.byAgent(ECR, ECR_DOCKER, CLOUDWATCH_LOGS);
  }

  /** Variables that tell an SDK which endpoints to take. */
  public get environment(): { [name: string]: string } {
    return this.fips ? { AWS_USE_FIPS_ENDPOINT: 'true' } : {};
  }

  /** Called by AWS Fargate and agents of AWS, which take the usual endpoint. */
  public byAgent(...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    services.forEach((service) => calledServices(this.scope).add({ vpc: this.vpc, service }));
  }

  /** Called by an SDK in a container. */
  public bySdk(service: ec2.InterfaceVpcEndpointAwsService): void {
    calledServices(this.scope).add({ vpc: this.vpc, service, fips: this.fips });
  }

  /** Where AWS Fargate reads a secret: aws-cdk-lib says of those in AWS Secrets Manager alone whether a field is meant. */
  public forSecret({ hasField }: ecs.Secret): void {
    this.byAgent(hasField === undefined ? SSM : SECRETS_MANAGER);
  }
}
