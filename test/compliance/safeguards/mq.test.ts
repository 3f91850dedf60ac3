import { except } from './service-cases';
import { MQ } from '../../../src/compliance/safeguards/mq';
import { exactly, it_, never, PARAMETER, PASSES, triples } from '../triples';

const ACTIVE = { EngineType: 'ACTIVEMQ' };
const RABBIT = { EngineType: 'RABBITMQ' };

describe('safeguards of Amazon MQ', () => triples(MQ, {
  'MQ.BrokerAudited': except(exactly('Logs.Audit', true, false, { with: { EngineType: 'ActiveMQ' } }), RABBIT),
  'MQ.BrokerLogged': exactly('Logs.General', true, false),
  'MQ.ActiveBrokerMultiAz': except(exactly('DeploymentMode', 'ACTIVE_STANDBY_MULTI_AZ', 'SINGLE_INSTANCE', { with: ACTIVE }), RABBIT),
  'MQ.RabbitBrokerMultiAz': except(exactly('DeploymentMode', 'CLUSTER_MULTI_AZ', 'SINGLE_INSTANCE', { with: RABBIT }), ACTIVE),
  'MQ.BrokerNotPublic': exactly('PubliclyAccessible', false, true),
  'MQ.BrokerMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'MQ.PasswordsReferenced': (() => {
    const user = (Password: unknown) => it_({ Users: [{ Username: 'clerk', Password }] });
    return {
      holds: [user('{{resolve:secretsmanager:mq:SecretString:password}}'), it_({})],
      fails: [[user('correct-horse'), 'Password of user "clerk" is literal text, must reference a secret']],
      accepts: 'a value that only a deployment gives is not in the template',
      open: [[user(PARAMETER), PASSES]],
    };
  })(),
}));
