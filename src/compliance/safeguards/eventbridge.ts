import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, mustExist, mustNotBe, sentOverHttps } from '../predicates/outcome';
import { pointers } from '../rendered';

/** Safeguards of Amazon EventBridge. */
export const EVENTBRIDGE: ResourceSafeguard[] = [
  {
    id: 'EventBridge.BusPolicyAttached',
    on: ['AWS::Events::EventBus'],
    statement: 'the event bus has a resource policy',
    rationale: 'Without a policy, every principal of the account with events:PutEvents can send events',
    remedy: 'add an event bus policy',
    sources: { securityHub: ['EventBridge.3'] },
    judge: (bus) => mustExist(
      isSet(bus.properties.Policy) || pointers(bus, 'AWS::Events::EventBusPolicy', 'EventBusName').length,
      'it has no Policy, and no AWS::Events::EventBusPolicy names it',
    ),
  },
  {
    id: 'EventBridge.EndpointReplicated',
    on: ['AWS::Events::Endpoint'],
    statement: 'event replication is enabled on the global endpoint',
    rationale: 'Without replication, recovery from a failover takes manual work',
    remedy: 'set `replicationConfig.state` to `ENABLED`',
    sources: { securityHub: ['EventBridge.4'] },
    // The default is ENABLED (Amazon EventBridge User Guide, Global endpoints).
    judge: ({ properties }) => mustNotBe('ReplicationConfig.State', properties.ReplicationConfig?.State, 'DISABLED'),
  },
  {
    id: 'EventBridge.TaskNoPublicIp',
    on: ['AWS::Events::Rule'],
    statement: 'tasks that the rule starts have no public IP address',
    rationale: 'A public address exposes the task to the internet',
    remedy: 'set `assignPublicIp` to false',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_AwsVpcConfiguration.html',
    always: true,
    sources: {},
    judge: ({ properties: { Targets } }) => {
      const networks = listOf(Targets).map(({ EcsParameters }) => EcsParameters?.NetworkConfiguration).filter(given);
      return networks.length
        ? allOf(...networks.map(({ AwsVpcConfiguration }) => mustNotBe('AwsVpcConfiguration.AssignPublicIp', AwsVpcConfiguration?.AssignPublicIp, 'ENABLED')))
        : undefined;
    },
  },
  {
    id: 'EventBridge.DestinationEncrypted',
    on: ['AWS::Events::ApiDestination', 'AWS::Events::Connection'],
    statement: 'events to web destinations are sent over HTTPS',
    rationale: 'Over HTTP, events and the credentials of the connection cross the internet in plain text',
    remedy: 'use an `https://` URL',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html',
    always: true,
    sources: {},
    judge: ({ type, properties: { InvocationEndpoint, AuthParameters } }) => {
      if (type === 'AWS::Events::ApiDestination') return sentOverHttps('InvocationEndpoint', InvocationEndpoint);
      const { AuthorizationEndpoint } = AuthParameters?.OAuthParameters ?? {};
      return given(AuthorizationEndpoint) ? sentOverHttps('AuthParameters.OAuthParameters.AuthorizationEndpoint', AuthorizationEndpoint) : undefined;
    },
  },
];
