import { RDS } from '../../../src/compliance/safeguards/rds';
import { exactly, it_, NOT_JUDGED, PARAMETER, Triple, triples, undetermined } from '../triples';

const subscription = (properties: object) => ({ Subscription: ['AWS::RDS::EventSubscription', { SnsTopicArn: 'a', ...properties }] as const });
const NO_SUBSCRIPTION = 'no AWS::RDS::EventSubscription is for db-parameter-group';
const events = (SourceType: string, categories: string[]): Triple => ({
  holds: [it_({ SourceType }), it_({ SourceType, Enabled: true, EventCategories: [...categories, 'backup'] })],
  fails: [
    [it_({ SourceType, Enabled: false }), 'Enabled is false, must be true'],
    [it_({ SourceType, EventCategories: categories.slice(1) }), `EventCategories is ${JSON.stringify(categories.slice(1))}, must include ${categories[0]}`],
  ],
  open: [[it_({ SourceType, EventCategories: PARAMETER }), undetermined('EventCategories')], [it_({ SourceType: 'db-snapshot' }), NOT_JUDGED], [it_({}), NOT_JUDGED]],
});

describe('safeguards of Amazon RDS proxies and event subscriptions', () => triples(RDS, {
  'RDS.ProxyTlsForced': exactly('RequireTLS', true, false),
  'RDS.ParameterGroupEventsNotified': {
    holds: [
      it_({}, subscription({})),
      it_({}, subscription({ SourceType: 'db-parameter-group', Enabled: true, EventCategories: ['configuration change'] })),
    ],
    fails: [
      [it_({}), NO_SUBSCRIPTION],
      [it_({}, subscription({ SourceType: 'db-instance' })), NO_SUBSCRIPTION],
      [it_({}, subscription({ Enabled: false })), NO_SUBSCRIPTION],
      [it_({}, subscription({ EventCategories: ['deletion'] })), NO_SUBSCRIPTION],
    ],
    open: [[it_({}, subscription({ SourceType: PARAMETER })), NO_SUBSCRIPTION]],
  },
  'RDS.ClusterEventsNotified': events('db-cluster', ['maintenance', 'failure']),
  'RDS.InstanceEventsNotified': events('db-instance', ['maintenance', 'configuration change', 'failure']),
}));
