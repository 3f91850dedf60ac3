import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { mustBe, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_ENVIRONMENTS = ['AWS::ElasticBeanstalk::Environment'];

/** Safeguards of AWS Elastic Beanstalk. */
export const ELASTIC_BEANSTALK: ResourceSafeguard[] = [
  {
    id: 'ElasticBeanstalk.HealthReported',
    on: ON_ENVIRONMENTS,
    statement: 'enhanced health reporting is enabled',
    rationale: 'Enhanced health reporting shows failing instances and requests sooner',
    remedy: 'set `SystemType` of `aws:elasticbeanstalk:healthreporting:system` to `enhanced`',
    sources: { securityHub: ['ElasticBeanstalk.1'], cdkNag: ['ElasticBeanstalkEnhancedHealthReportingEnabled'] },
    judge: ({ properties }) => optionIs(properties, 'aws:elasticbeanstalk:healthreporting:system', 'SystemType', 'enhanced'),
  },
  {
    id: 'ElasticBeanstalk.PlatformUpdated',
    on: ON_ENVIRONMENTS,
    statement: 'managed platform updates are enabled',
    rationale: 'Platform updates include security patches of the operating system and runtime',
    remedy: 'set `ManagedActionsEnabled` of `aws:elasticbeanstalk:managedactions` to `true`',
    sources: {
      securityHub: ['ElasticBeanstalk.2'],
      cdkNag: ['ElasticBeanstalkManagedUpdatesEnabled'],
      prowler: ['elasticbeanstalk_environment_managed_updates_enabled'],
    },
    judge: ({ properties }) => optionIs(properties, 'aws:elasticbeanstalk:managedactions', 'ManagedActionsEnabled', 'true'),
  },
  {
    id: 'ElasticBeanstalk.LogsStreamed',
    on: ON_ENVIRONMENTS,
    statement: 'instance logs go to CloudWatch Logs',
    rationale: 'Logs on an instance are lost with it',
    remedy: 'set `StreamLogs` of `aws:elasticbeanstalk:cloudwatch:logs` to `true`',
    sources: { securityHub: ['ElasticBeanstalk.3'], prowler: ['elasticbeanstalk_environment_cloudwatch_logging_enabled'] },
    judge: ({ properties }) => optionIs(properties, 'aws:elasticbeanstalk:cloudwatch:logs', 'StreamLogs', 'true'),
  },
];

function optionIs({ OptionSettings }: Json, namespace: string, name: string, need: string): Outcome {
  return mustBe(name, listOf(OptionSettings).find(({ Namespace, OptionName }) => Namespace === namespace && OptionName === name)?.Value, need);
}
