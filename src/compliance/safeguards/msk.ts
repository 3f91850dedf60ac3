import { ResourceSafeguard } from '../model/safeguard';
import { isTrue } from '../predicates/intrinsics';
import { mustBe, mustBeOneOf, mustExist, mustNotBe, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_CLUSTERS = ['AWS::MSK::Cluster'];
const ON_CONNECTORS = ['AWS::KafkaConnect::Connector'];

/** Safeguards of Amazon MSK and MSK Connect. */
export const MSK: ResourceSafeguard[] = [
  {
    id: 'MSK.BrokersEncryptedInTransit',
    on: ON_CLUSTERS,
    statement: 'traffic among brokers is encrypted',
    rationale: 'Replication in plain text lets an attacker in the network read every record',
    remedy: 'keep `encryptionInTransit.enableInCluster` at its default, true',
    sources: { securityHub: ['MSK.1'], cdkNag: ['MSKBrokerToBrokerTLS'], prowler: ['kafka_cluster_in_transit_encryption_enabled'] },
    // The default is true (AWS CloudFormation, AWS::MSK::Cluster EncryptionInTransit).
    judge: ({ properties: { EncryptionInfo } }) => mustNotBe('EncryptionInTransit.InCluster', EncryptionInfo?.EncryptionInTransit?.InCluster, false),
  },
  {
    id: 'MSK.ClientsEncryptedInTransit',
    on: ON_CLUSTERS,
    statement: 'traffic between clients and brokers is encrypted',
    rationale: 'Clients in plain text let an attacker in the network read and change records',
    remedy: 'keep `encryptionInTransit.clientBroker` at its default, `TLS`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html',
    always: true,
    sources: { cdkNag: ['MSKClientToBrokerTLS'], prowler: ['kafka_cluster_in_transit_encryption_enabled'] },
    // The default is TLS (AWS CloudFormation, AWS::MSK::Cluster EncryptionInTransit).
    judge: ({ properties: { EncryptionInfo } }) => mustNotBe(
      'EncryptionInTransit.ClientBroker', EncryptionInfo?.EncryptionInTransit?.ClientBroker, 'PLAINTEXT', 'TLS_PLAINTEXT'),
  },
  {
    id: 'MSK.ClusterMonitored',
    on: ON_CLUSTERS,
    statement: 'enhanced monitoring is enabled on the MSK cluster',
    rationale: 'Metrics per topic and broker show unusual traffic and failing replication',
    remedy: 'set `monitoring.clusterMonitoringLevel` to `PER_TOPIC_PER_BROKER`',
    sources: { securityHub: ['MSK.2'] },
    judge: ({ properties }) => mustBeOneOf('EnhancedMonitoring', properties.EnhancedMonitoring, ['PER_TOPIC_PER_BROKER', 'PER_TOPIC_PER_PARTITION']),
  },
  {
    id: 'MSK.ConnectorEncryptedInTransit',
    on: ON_CONNECTORS,
    statement: 'traffic between the connector and the cluster is encrypted',
    rationale: 'A connector in plain text lets an attacker in the network read every record',
    remedy: 'set `kafkaClusterEncryptionInTransit.encryptionType` to `TLS`, which replaces the connector',
    sources: { securityHub: ['MSK.3'] },
    judge: ({ properties: { KafkaClusterEncryptionInTransit: encryption } }) => mustBe(
      'KafkaClusterEncryptionInTransit.EncryptionType', encryption?.EncryptionType, 'TLS'),
  },
  {
    id: 'MSK.ClusterNotPublic',
    on: ON_CLUSTERS,
    statement: 'the MSK cluster is not publicly accessible',
    rationale: 'Public brokers expose topics to stolen credentials and flaws of Kafka',
    remedy: 'omit `connectivityInfo.publicAccess`',
    always: true,
    sources: { securityHub: ['MSK.4'] },
    judge: ({ properties: { BrokerNodeGroupInfo: nodes } }) => mustNotBe(
      'ConnectivityInfo.PublicAccess.Type', nodes?.ConnectivityInfo?.PublicAccess?.Type, 'SERVICE_PROVIDED_EIPS'),
  },
  {
    id: 'MSK.ConnectorLogged',
    on: ON_CONNECTORS,
    statement: 'logs of the connector are delivered',
    rationale: 'The logs show failed transfers and rejected connections',
    remedy: 'set `logDelivery.workerLogDelivery`, which replaces the connector',
    sources: { securityHub: ['MSK.5'] },
    judge: ({ properties: { LogDelivery } }) => delivers('LogDelivery.WorkerLogDelivery', LogDelivery?.WorkerLogDelivery),
  },
  {
    id: 'MSK.ClusterAuthenticated',
    on: ON_CLUSTERS,
    statement: 'the MSK cluster requires authentication',
    rationale: 'Unauthenticated access lets every host that reaches a broker read, change and delete records',
    remedy: 'enable IAM, SASL/SCRAM or TLS authentication, and disable unauthenticated access',
    always: true,
    sources: { securityHub: ['MSK.6'] },
    judge: ({ properties: { ClientAuthentication: clients } }) => isTrue(clients?.Sasl?.Iam?.Enabled) || isTrue(clients?.Sasl?.Scram?.Enabled)
      || isTrue(clients?.Tls?.Enabled)
      ? mustNotBe('ClientAuthentication.Unauthenticated.Enabled', clients?.Unauthenticated?.Enabled, true)
      : mustExist(false, 'ClientAuthentication enables none of Sasl.Iam, Sasl.Scram and Tls'),
  },
  {
    id: 'MSK.BrokersLogged',
    on: ON_CLUSTERS,
    statement: 'broker logs are delivered',
    rationale: 'Broker logs show failed authentication and changes of topics',
    remedy: 'set `logging`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html',
    always: true,
    sources: { cdkNag: ['MSKBrokerLogging'] },
    judge: ({ properties: { LoggingInfo } }) => delivers('LoggingInfo.BrokerLogs', LoggingInfo?.BrokerLogs),
  },
  {
    id: 'MSK.ConnectorAuthenticated',
    on: ON_CONNECTORS,
    statement: 'the connector authenticates to the cluster',
    rationale: 'A connector without authentication needs a cluster that accepts every client',
    remedy: 'set `authenticationType` to `IAM`, which replaces the connector',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-security.html',
    always: true,
    sources: {},
    // The other value is NONE.
    judge: ({ properties: { KafkaClusterClientAuthentication: authentication } }) => mustBe(
      'KafkaClusterClientAuthentication.AuthenticationType', authentication?.AuthenticationType, 'IAM'),
  },
];

function delivers(name: string, destinations: Json): Outcome {
  return mustExist(['CloudWatchLogs', 'Firehose', 'S3'].some((destination) => isTrue(destinations?.[destination]?.Enabled)),
    `${name} has no CloudWatchLogs, Firehose or S3 that is enabled`);
}
