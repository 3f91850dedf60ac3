import * as ecs from 'aws-cdk-lib/aws-ecs';
import { FargateServiceConnect } from './fargate-options';
import { PORT_NAME } from './service-task';

/** Offers a service to others of a namespace, by ECS Service Connect. */
export function offer(service: ecs.FargateService, { namespace, dnsName, tls }: FargateServiceConnect, port: number, logDriver: ecs.LogDriver): void {
  service.enableServiceConnect({ namespace, services: [{ portMappingName: PORT_NAME, dnsName, port, tls }], logDriver });
}
