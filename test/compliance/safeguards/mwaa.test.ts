import { MWAA } from '../../../src/compliance/safeguards/mwaa';
import { it_, never, PARAMETER, triples, undetermined } from '../triples';

const LOGS = ['DagProcessingLogs', 'SchedulerLogs', 'TaskLogs', 'WebserverLogs', 'WorkerLogs'];
const environment = (Enabled: unknown, ...logs: string[]) => it_({
  Name: 'n', LoggingConfiguration: Object.fromEntries(LOGS.map((log) => [log, { Enabled: logs.includes(log) ? Enabled : true, LogLevel: 'INFO' }])),
});

describe('safeguards of Amazon Managed Workflows for Apache Airflow', () => triples(MWAA, {
  'MWAA.WebserverPrivate': never('WebserverAccessMode', 'PRIVATE_ONLY', ['PUBLIC_ONLY', 'PUBLIC_AND_PRIVATE']),
  'MWAA.EnvironmentLogged': {
    holds: [environment(true)],
    fails: [
      [it_({ Name: 'n' }), 'LoggingConfiguration is not set'],
      ...LOGS.map((log) => [environment(false, log), `LoggingConfiguration.${log}.Enabled is false, must be true`] as const),
    ],
    open: [[environment(PARAMETER, 'TaskLogs'), undetermined('LoggingConfiguration.TaskLogs.Enabled')]],
  },
}));
