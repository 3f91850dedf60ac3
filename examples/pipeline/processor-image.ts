import * as path from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { FargateContainer } from '../../src';
import { Settings } from '../settings';

/** Placeholder image that listens on 8080 and does not read the stream. */
const PLACEHOLDER = 'public.ecr.aws/nginx/nginx-unprivileged:stable';

/** Certificates of RDS in GovCloud (RDS User Guide, Using SSL/TLS to encrypt a connection to a DB instance). */
const GOVCLOUD_BUNDLE = 'https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem';

/** Account, Region, repository, and digest or tag of an image in Amazon ECR. */
const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/([^:@]+)[:@](.+)$/;

/** Container options for the application's image. */
const APPLICATION: FargateContainer = {
  healthCheck: { command: ['CMD', 'node', 'dist/health-check.js'], startPeriod: Duration.seconds(30) },
};

export interface ProcessorImage {
  readonly image: ecs.ContainerImage;
  readonly container?: FargateContainer;
  /** Services for pulling the image. */
  readonly pulledFrom: ec2.InterfaceVpcEndpointAwsService[];
}

/** Image of the settings. The CDK CLI builds `build` from the application's folder at deployment, not at synthesis. */
export function processorImage(scope: Construct, { processorImage: name, pipelineRegion = '' }: Settings): ProcessorImage {
  const { ECR, ECR_DOCKER } = ec2.InterfaceVpcEndpointAwsService;
  const fromEcr = (image: ecs.ContainerImage) => ({ image, container: APPLICATION, pulledFrom: [ECR, ECR_DOCKER] });
  if (name === undefined) return { image: ecs.ContainerImage.fromRegistry(PLACEHOLDER), pulledFrom: [] };
  if (name === 'build') {
    return fromEcr(ecs.ContainerImage.fromAsset(path.join(__dirname, 'app'), {
      platform: ecrAssets.Platform.LINUX_AMD64,
      buildArgs: pipelineRegion.startsWith('us-gov-') ? { RDS_BUNDLE: GOVCLOUD_BUNDLE } : undefined,
    }));
  }
  const [, account, region, repositoryName, tagOrDigest] = ECR_IMAGE.exec(name) ?? [];
  if (!repositoryName) return { image: ecs.ContainerImage.fromRegistry(name), container: APPLICATION, pulledFrom: [] };
  const repositoryArn = Stack.of(scope).formatArn({ service: 'ecr', account, region, resource: 'repository', resourceName: repositoryName });
  const repository = ecr.Repository.fromRepositoryAttributes(scope, 'Repository', { repositoryArn, repositoryName });
  return fromEcr(ecs.ContainerImage.fromEcrRepository(repository, tagOrDigest));
}
