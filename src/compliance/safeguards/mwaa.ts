import { ResourceSafeguard } from '../model/safeguard';
import { given } from '../predicates/intrinsics';
import { allOf, fails, mustBe, mustNotBe } from '../predicates/outcome';

const ON_ENVIRONMENTS = ['AWS::MWAA::Environment'];
const LOGS = ['DagProcessingLogs', 'SchedulerLogs', 'TaskLogs', 'WebserverLogs', 'WorkerLogs'];

/** Safeguards of Amazon Managed Workflows for Apache Airflow. */
export const MWAA: ResourceSafeguard[] = [
  {
    id: 'MWAA.WebserverPrivate',
    on: ON_ENVIRONMENTS,
    statement: 'the Airflow web server is reachable in the VPC only',
    rationale: 'A public web server exposes its sign-in page, and so all workflows, to the internet',
    remedy: 'set `webserverAccessMode` to `PRIVATE_ONLY`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('WebserverAccessMode', properties.WebserverAccessMode, 'PUBLIC_ONLY', 'PUBLIC_AND_PRIVATE'),
  },
  {
    id: 'MWAA.EnvironmentLogged',
    on: ON_ENVIRONMENTS,
    statement: 'all logs of the Airflow environment go to CloudWatch Logs',
    rationale: 'The logs show who changed and started which workflow',
    remedy: 'enable all logs of `loggingConfiguration`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html',
    always: true,
    sources: { cdkNag: ['MWAAAllLoggingInfo'] },
    judge: ({ properties: { LoggingConfiguration: logging } }) => !given(logging) ? fails('LoggingConfiguration is not set') : allOf(...LOGS.map((log) => mustBe(`LoggingConfiguration.${log}.Enabled`, logging?.[log]?.Enabled, true))),
  },
];
