import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FargateTracing } from './fargate-options';
import { ServiceCalls } from './service-calls';
import { ServiceTask } from './service-task';

/** A release of the AWS Distro for OpenTelemetry Collector (aws-observability/aws-otel-collector, 2026-07-16). It has no shell. */
const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0';

/** The image's own command, which asks the extension `health_check` of the configuration; named `CMD`, as the image has no shell to run it. */
const HEALTH_CHECK = { command: ['CMD', '/healthcheck'] };

/** How the SDKs of OpenTelemetry find the collector (OpenTelemetry specification, OTLP exporter configuration). */
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };

/**
 * Adds a collector that sends traces to AWS X-Ray, with the configuration that its image brings for that. It is started again when it
 * fails, for an outage of tracing is none of the service. Permissions are those of the ECS Developer Guide, Identify Amazon ECS optimization
 * opportunities using application trace data.
 */
export function addTracing(task: ServiceTask, calls: ServiceCalls, options: FargateTracing): void {
  const { image = ecs.ContainerImage.fromRegistry(COLLECTOR), memoryLimitMiB = 256 } = options;
  const collector = task.addSidecar('collector', {
    image,
    memoryLimitMiB,
    essential: false,
    container: { command: ['--config=/etc/ecs/ecs-xray.yaml'], healthCheck: HEALTH_CHECK },
  });
  task.container.addContainerDependencies({ container: collector, condition: ecs.ContainerDependencyCondition.START });
  Object.entries(ENDPOINT).forEach(([name, value]) => task.addEnvironment(name, value));
  task.definition.addToTaskRolePolicy(new iam.PolicyStatement({
    actions: [
      'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
      'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
    ],
    resources: ['*'],
  }));
  calls.bySdk(ec2.InterfaceVpcEndpointAwsService.XRAY);
}
