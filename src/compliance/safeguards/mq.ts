import { ResourceSafeguard } from '../model/safeguard';
import { isInClear, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, mustNotBe } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_BROKERS = ['AWS::AmazonMQ::Broker'];

/** Safeguards of Amazon MQ. */
export const MQ: ResourceSafeguard[] = [
  {
    id: 'MQ.BrokerAudited',
    on: ON_BROKERS,
    statement: 'audit logs of the ActiveMQ broker go to CloudWatch Logs',
    rationale: 'Audit logs show who changed users, queues and topics',
    remedy: 'set `logs.audit`',
    sources: { securityHub: ['MQ.2'], prowler: ['mq_broker_logging_enabled'] },
    // RabbitMQ has no audit log (Amazon MQ Developer Guide, Configuring logs).
    judge: ({ properties }) => isActive(properties) ? mustBe('Logs.Audit', properties.Logs?.Audit, true) : undefined,
  },
  {
    id: 'MQ.BrokerLogged',
    on: ON_BROKERS,
    statement: 'general logs of the broker go to CloudWatch Logs',
    rationale: 'General logs show connections and failures',
    remedy: 'set `logs.general`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html',
    sources: { prowler: ['mq_broker_logging_enabled'] },
    judge: ({ properties }) => mustBe('Logs.General', properties.Logs?.General, true),
  },
  {
    id: 'MQ.ActiveBrokerMultiAz',
    on: ON_BROKERS,
    statement: 'the ActiveMQ broker has a standby',
    rationale: 'A single broker is unavailable when its Availability Zone fails',
    remedy: 'set `deploymentMode` to `ACTIVE_STANDBY_MULTI_AZ`, which replaces the broker',
    sources: { securityHub: ['MQ.5'] },
    judge: ({ properties }) => isActive(properties) ? mustBe('DeploymentMode', properties.DeploymentMode, 'ACTIVE_STANDBY_MULTI_AZ') : undefined,
  },
  {
    id: 'MQ.RabbitBrokerMultiAz',
    on: ON_BROKERS,
    statement: 'the RabbitMQ broker is a cluster',
    rationale: 'A single broker is unavailable when its Availability Zone fails',
    remedy: 'set `deploymentMode` to `CLUSTER_MULTI_AZ`, which replaces the broker',
    sources: { securityHub: ['MQ.6'] },
    judge: ({ properties }) => isActive(properties) ? undefined : mustBe('DeploymentMode', properties.DeploymentMode, 'CLUSTER_MULTI_AZ'),
  },
  {
    id: 'MQ.BrokerNotPublic',
    on: ON_BROKERS,
    statement: 'the broker is not publicly accessible',
    rationale: 'A public broker exposes messages and its console to password guessing from the internet',
    remedy: 'set `publiclyAccessible` to false, which replaces the broker',
    severity: 'critical',
    link: 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustBe('PubliclyAccessible', properties.PubliclyAccessible, false),
  },
  {
    id: 'MQ.BrokerMinorVersionsUpgraded',
    on: ON_BROKERS,
    statement: 'automatic minor version upgrade is enabled on the broker',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/upgrading-brokers.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'MQ.PasswordsReferenced',
    on: ON_BROKERS,
    statement: 'passwords of broker users are references to secrets',
    rationale: 'A password in a template is readable to everyone with access to the template or its history',
    remedy: 'pass the password as a dynamic reference to a secret',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    always: true,
    sources: {},
    judge: ({ properties: { Users } }) => {
      const literal = listOf(Users).find(({ Password }) => isInClear(Password));
      return literal ? fails(`Password of user ${JSON.stringify(literal.Username)} is literal text, must reference a secret`) : HOLDS;
    },
  },
];

function isActive({ EngineType }: Json): boolean {
  return String(EngineType).toUpperCase() === 'ACTIVEMQ';
}
