import { Annotations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ResolvedFargateProps } from './resolve-fargate-props';
import { Reach, WayOut, wayOut } from '../../core/parts/way-out';
import { isUnresolved } from '../../core/validation';

/**
 * Registries on the internet. None has an interface endpoint (Amazon ECR User Guide, Amazon ECR interface VPC endpoints: public repositories are not
 * supported). A name without a registry is one of Docker Hub.
 */
const REGISTRIES = ['public.ecr.aws', 'docker.io', 'registry-1.docker.io', 'ghcr.io', 'quay.io', 'gcr.io', 'registry.k8s.io', 'registry.gitlab.com', 'mcr.microsoft.com'];

/** Warns of images from registries on the internet if the subnets of the tasks have no route to it, or not for certain: the tasks would not start. */
export function warnOfPublicImages(task: ecs.TaskDefinition, { vpc, network }: ResolvedFargateProps): void {
  task.node.addValidation({
    validate: () => {
      const containers = task.node.children.filter((child): child is ecs.ContainerDefinition => child instanceof ecs.ContainerDefinition)
        .filter(({ imageName }) => isPublic(imageName));
      if (containers.length === 0) return [];
      // Tasks have no public IP address: the service sets assignPublicIp to false.
      const way = wayOut(vpc, network.vpcSubnets, false);
      if (way.reach !== Reach.INTERNET) containers.forEach((container) => warn(task, container, way));
      return [];
    },
  });
}

function warn(task: ecs.TaskDefinition, { containerName, imageName }: ecs.ContainerDefinition, { reach, through }: WayOut) {
  const prop = containerName === 'app' ? 'image' : containerName === 'collector' ? 'tracing.image' : `image of sidecar '${containerName}'`;
  const image = `${prop} is '${imageName}', a registry on the internet`;
  const fix = 'Copy the image to a repository in Amazon ECR, or add a NAT gateway';
  if (reach === Reach.UNKNOWN) {
    Annotations.of(task).addWarningV2(`cdk-regulated:imageReachUnknown:${containerName}`,
      `${image}, and the subnets of the tasks reach it only through ${through.join(', ')}, whose path to the internet is not in the app. `
      + `${fix}, or acknowledge this warning if the path exists`);
    return;
  }
  Annotations.of(task).addWarningV2(`cdk-regulated:imageUnreachable:${containerName}`,
    `${image}, and the subnets of the tasks have no route to the internet: the tasks cannot start. ${fix}`);
}

function isPublic(image: string): boolean {
  if (isUnresolved(image)) return false;
  const [registry, ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(registry);
  return !hasRegistry || REGISTRIES.includes(registry);
}
