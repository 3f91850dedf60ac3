import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FargateContainer } from './fargate-options';
import { ServiceCalls } from './service-calls';

/** A release of the AWS Distro for OpenTelemetry Collector (aws-observability/aws-otel-collector, 2026-07-16). The image has no shell. */
export const COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0';

/**
 * The configuration for AWS X-Ray that the image includes. `/healthcheck` queries the collector's `health_check` extension; it is run by `CMD` because
 * the image has no shell.
 */
export const COLLECTOR_CONTAINER: FargateContainer = {
  command: ['--config=/etc/ecs/ecs-xray.yaml'], healthCheck: { command: ['CMD', '/healthcheck'] },
};

/** Location of the collector for the OpenTelemetry SDKs (OpenTelemetry specification, OTLP exporter configuration). */
export const COLLECTOR_VARIABLES = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };

/**
 * Starts the collector before the service's container and allows it to send traces (ECS Developer Guide, Identify Amazon ECS optimization opportunities
 * using application trace data).
 */
export function connectCollector(container: ecs.ContainerDefinition, collector: ecs.ContainerDefinition, calls: ServiceCalls): void {
  container.addContainerDependencies({ container: collector, condition: ecs.ContainerDependencyCondition.START });
  container.taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({
    actions: [
      'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
      'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
    ],
    resources: ['*'],
  }));
  calls.bySdk(ec2.InterfaceVpcEndpointAwsService.XRAY);
}
