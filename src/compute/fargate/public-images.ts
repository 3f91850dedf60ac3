import { Annotations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ResolvedFargateProps } from './resolve-fargate-props';
import { hasRouteOut } from '../../core/parts/reach';
import { isUnresolved } from '../../core/validation';

/**
 * Registries on the internet. None has an interface endpoint (Amazon ECR User Guide, Amazon ECR interface VPC endpoints: public repositories are not
 * supported). A name without a registry is one of Docker Hub.
 */
const REGISTRIES = ['public.ecr.aws', 'docker.io', 'registry-1.docker.io', 'ghcr.io', 'quay.io', 'gcr.io', 'registry.k8s.io', 'registry.gitlab.com', 'mcr.microsoft.com'];

/** Warns of images from registries on the internet if the subnets of the tasks have no route out of the VPC: the tasks would not start. */
export function warnOfPublicImages(task: ecs.TaskDefinition, { vpc, network }: ResolvedFargateProps): void {
  task.node.addValidation({
    validate: () => {
      const containers = task.node.children.filter((child): child is ecs.ContainerDefinition => child instanceof ecs.ContainerDefinition)
        .filter(({ imageName }) => isPublic(imageName));
      if (containers.length > 0 && !hasRouteOut(vpc, network.vpcSubnets)) containers.forEach((container) => warn(task, container));
      return [];
    },
  });
}

function warn(task: ecs.TaskDefinition, { containerName, imageName }: ecs.ContainerDefinition) {
  const prop = containerName === 'app' ? 'image' : containerName === 'collector' ? 'tracing.image' : `image of sidecar '${containerName}'`;
  Annotations.of(task).addWarningV2(`cdk-regulated:imageUnreachable:${containerName}`,
    `${prop} is '${imageName}', a registry on the internet, and the subnets of the tasks have no route out of the VPC: the tasks cannot start. `
    + 'Copy the image to a repository in Amazon ECR, or add a NAT gateway');
}

function isPublic(image: string): boolean {
  if (isUnresolved(image)) return false;
  const [registry, ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(registry);
  return !hasRegistry || REGISTRIES.includes(registry);
}
