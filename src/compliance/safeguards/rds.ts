import { ResourceSafeguard } from '../model/safeguard';
import { isTrue } from '../predicates/intrinsics';
import { mustBe, mustExist } from '../predicates/outcome';
import { coversEvents } from '../predicates/rds';

/** Safeguards of Amazon RDS proxies and event subscriptions. */
export const RDS: ResourceSafeguard[] = [
  {
    id: 'RDS.ProxyTlsForced',
    on: ['AWS::RDS::DBProxy'],
    statement: 'the proxy requires TLS',
    remedy: 'set `requireTLS`',
    sources: { securityHub: ['RDS.43'] },
    judge: ({ properties }) => mustBe('RequireTLS', properties.RequireTLS, true),
  },
  {
    id: 'RDS.ParameterGroupEventsNotified',
    on: ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'],
    statement: 'an event subscription covers configuration changes of parameter groups',
    remedy: 'add an event subscription for the source type `db-parameter-group`',
    sources: { securityHub: ['RDS.21'] },
    judge: ({ template }) => mustExist(
      template.everyOfType('AWS::RDS::EventSubscription').some(({ properties: { SourceType, Enabled, EventCategories } }) => (
        (SourceType === undefined || SourceType === 'db-parameter-group') && (Enabled === undefined || isTrue(Enabled))
        && (EventCategories === undefined || EventCategories.includes('configuration change')))),
      'no AWS::RDS::EventSubscription is for db-parameter-group',
    ),
  },
  {
    id: 'RDS.ClusterEventsNotified',
    on: ['AWS::RDS::EventSubscription'],
    statement: 'an event subscription covers maintenance and failure events of DB clusters',
    remedy: 'add the categories `maintenance` and `failure`',
    sources: { securityHub: ['RDS.19'] },
    judge: ({ properties }) => properties.SourceType === 'db-cluster' ? coversEvents(properties, ['maintenance', 'failure']) : undefined,
  },
  {
    id: 'RDS.InstanceEventsNotified',
    on: ['AWS::RDS::EventSubscription'],
    statement: 'an event subscription covers maintenance, configuration change and failure events of DB instances',
    remedy: 'add the categories `maintenance`, `configuration change` and `failure`',
    sources: { securityHub: ['RDS.20'] },
    judge: ({ properties }) => properties.SourceType === 'db-instance'
      ? coversEvents(properties, ['maintenance', 'configuration change', 'failure'])
      : undefined,
  },
];
