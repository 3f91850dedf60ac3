import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FargateTracing } from './fargate-options';
import { ServiceTask } from './service-task';

/** A release of the AWS Distro for OpenTelemetry Collector. */
const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0';

/** How the SDKs of OpenTelemetry find the collector (OpenTelemetry specification, OTLP exporter configuration). */
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };

/**
 * Adds a collector that sends traces to AWS X-Ray, with the configuration that its image brings for that. Permissions are those of the
 * ECS Developer Guide, Identify Amazon ECS optimization opportunities using application trace data.
 */
export function addTracing(task: ServiceTask, { image = ecs.ContainerImage.fromRegistry(COLLECTOR), memoryLimitMiB = 256 }: FargateTracing): void {
  const collector = task.addSidecar('collector', { image, memoryLimitMiB, container: { command: ['--config=/etc/ecs/ecs-xray.yaml'] } });
  task.container.addContainerDependencies({ container: collector, condition: ecs.ContainerDependencyCondition.START });
  Object.entries(ENDPOINT).forEach(([name, value]) => task.addEnvironment(name, value));
  task.definition.addToTaskRolePolicy(new iam.PolicyStatement({
    actions: [
      'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
      'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
    ],
    resources: ['*'],
  }));
}
