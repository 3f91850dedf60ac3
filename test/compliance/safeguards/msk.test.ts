import { MSK } from '../../../src/compliance/safeguards/msk';
import { exactly, it_, never, oneOf, PARAMETER, Triple, triples, undetermined } from '../triples';

const CLUSTER = { BrokerNodeGroupInfo: { ClientSubnets: ['a'], InstanceType: 'kafka.m5.large' }, ClusterName: 'c', KafkaVersion: '3.6.0', NumberOfBrokerNodes: 3 };

const delivered = (container: string, property: string): Triple => {
  const missing = `${container}.${property} has no CloudWatchLogs, Firehose or S3 that is enabled`;
  const to = (destination: string, Enabled: unknown) => it_({ ...CLUSTER, [container]: { [property]: { [destination]: { Enabled, LogGroup: 'g' } } } });
  return {
    holds: ['CloudWatchLogs', 'Firehose', 'S3'].map((destination) => to(destination, true)),
    fails: [[it_(CLUSTER), missing], [to('S3', false), missing]],
    open: [[it_({ ...CLUSTER, [container]: { [property]: {} } }), missing]],
  };
};

describe('safeguards of Amazon MSK', () => triples(MSK, {
  'MSK.BrokersEncryptedInTransit': never('EncryptionInfo.EncryptionInTransit.InCluster', true, [false], { as: 'EncryptionInTransit.InCluster', with: CLUSTER }),
  'MSK.ClientsEncryptedInTransit': never(
    'EncryptionInfo.EncryptionInTransit.ClientBroker', 'TLS', ['PLAINTEXT', 'TLS_PLAINTEXT'], { as: 'EncryptionInTransit.ClientBroker', with: CLUSTER }),
  'MSK.ClusterMonitored': oneOf('EnhancedMonitoring', ['PER_TOPIC_PER_BROKER', 'PER_TOPIC_PER_PARTITION'], 'PER_BROKER', { with: CLUSTER }),
  'MSK.ConnectorEncryptedInTransit': exactly('KafkaClusterEncryptionInTransit.EncryptionType', 'TLS', 'PLAINTEXT'),
  'MSK.ClusterNotPublic': never('BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'DISABLED', ['SERVICE_PROVIDED_EIPS'], {
    as: 'ConnectivityInfo.PublicAccess.Type', with: CLUSTER,
  }),
  'MSK.ConnectorLogged': delivered('LogDelivery', 'WorkerLogDelivery'),
  'MSK.ClusterAuthenticated': (() => {
    const by = (ClientAuthentication: unknown) => it_({ ...CLUSTER, ClientAuthentication });
    const none = 'ClientAuthentication enables none of Sasl.Iam, Sasl.Scram and Tls';
    const Iam = { Enabled: true };
    return {
      holds: [
        by({ Sasl: { Iam } }), by({ Sasl: { Scram: { Enabled: true } } }), by({ Tls: { Enabled: true } }),
        by({ Sasl: { Iam }, Unauthenticated: { Enabled: false } }),
      ],
      fails: [
        [it_(CLUSTER), none],
        [by({ Sasl: { Iam: { Enabled: false } } }), none],
        [by({ Sasl: { Iam }, Unauthenticated: { Enabled: true } }), 'ClientAuthentication.Unauthenticated.Enabled is true, must be another value'],
      ],
      open: [[by({ Sasl: { Iam }, Unauthenticated: { Enabled: PARAMETER } }), undetermined('ClientAuthentication.Unauthenticated.Enabled')]],
    };
  })(),
  'MSK.BrokersLogged': delivered('LoggingInfo', 'BrokerLogs'),
  'MSK.ConnectorAuthenticated': exactly('KafkaClusterClientAuthentication.AuthenticationType', 'IAM', 'NONE'),
}));
