import { ResourceSafeguard } from '../model/safeguard';
import { given } from '../predicates/intrinsics';
import { mustNotBe } from '../predicates/outcome';

const ON_JOBS = ['AWS::Batch::JobDefinition'];

/** Safeguards of AWS Batch. */
export const BATCH: ResourceSafeguard[] = [
  {
    id: 'Batch.JobNotPrivileged',
    on: ON_JOBS,
    statement: 'the container of the job runs without elevated privileges',
    rationale: 'A privileged container has root access to its host and the other containers on it',
    remedy: 'omit `privileged`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html',
    always: true,
    sources: {},
    judge: ({ properties: { ContainerProperties } }) => given(ContainerProperties)
      ? mustNotBe('ContainerProperties.Privileged', ContainerProperties.Privileged, true)
      : undefined,
  },
  {
    id: 'Batch.JobNoPublicIp',
    on: ON_JOBS,
    statement: 'the job has no public IP address',
    rationale: 'A public IP address exposes the container to the internet',
    remedy: 'set `assignPublicIp` to `DISABLED`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/batch/latest/userguide/fargate.html',
    always: true,
    sources: {},
    judge: ({ properties: { ContainerProperties } }) => given(ContainerProperties)
      ? mustNotBe('NetworkConfiguration.AssignPublicIp', ContainerProperties.NetworkConfiguration?.AssignPublicIp, 'ENABLED')
      : undefined,
  },
];
