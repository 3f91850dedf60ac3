import { ResourceSafeguard } from '../model/safeguard';
import { allOf, mustBeSet, mustNotBe } from '../predicates/outcome';

/** Safeguards of AWS DataSync. */
export const DATASYNC: ResourceSafeguard[] = [
  {
    id: 'DataSync.TaskLogged',
    on: ['AWS::DataSync::Task'],
    statement: 'transfers of the task are logged',
    rationale: 'The logs show which files were copied, and which failed',
    remedy: 'set `cloudWatchLogGroupArn` and `options.logLevel`',
    sources: { securityHub: ['DataSync.1'] },
    judge: ({ properties: { CloudWatchLogGroupArn, Options } }) => allOf(
      mustBeSet('CloudWatchLogGroupArn', CloudWatchLogGroupArn),
      mustNotBe('Options.LogLevel', Options?.LogLevel, 'OFF'),
    ),
  },
];
