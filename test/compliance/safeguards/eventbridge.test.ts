import { EVENTBRIDGE } from '../../../src/compliance/safeguards/eventbridge';
import { it_, never, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const policy = (EventBusName: unknown) => ({ Policy: ['AWS::Events::EventBusPolicy', { StatementId: 's', EventBusName }] as const });
const task = (NetworkConfiguration: object) => it_({ Targets: [{ Id: 't', Arn: 'a', EcsParameters: { TaskDefinitionArn: 'd', NetworkConfiguration } }] });
const MISSING = 'it has no Policy, and no AWS::Events::EventBusPolicy names it';

const connection = (AuthorizationEndpoint?: unknown) => (
  it_({ AuthParameters: { OAuthParameters: { AuthorizationEndpoint } } }, {}, { type: 'AWS::Events::Connection' }));

describe('safeguards of Amazon EventBridge', () => triples(EVENTBRIDGE, {
  'EventBridge.BusPolicyAttached': {
    holds: [it_({ Name: 'ledger' }, policy({ Ref: 'It' })), it_({ Name: 'ledger' }, policy('ledger')), it_({ Name: 'ledger', Policy: { Statement: [{ Effect: 'Deny' }] } })],
    fails: [[it_({ Name: 'ledger' }), MISSING], [it_({ Name: 'ledger' }, policy('other')), MISSING]],
    open: [[it_({ Name: 'ledger' }, policy(PARAMETER)), MISSING], [it_({ Name: 'ledger', Policy: PARAMETER }), PASSES]],
  },
  'EventBridge.EndpointReplicated': never('ReplicationConfig.State', 'ENABLED', ['DISABLED']),
  'EventBridge.TaskNoPublicIp': {
    holds: [task({ AwsVpcConfiguration: { Subnets: ['s'], AssignPublicIp: 'DISABLED' } }), task({ AwsVpcConfiguration: { Subnets: ['s'] } })],
    fails: [[task({ AwsVpcConfiguration: { AssignPublicIp: 'ENABLED' } }), 'AwsVpcConfiguration.AssignPublicIp is "ENABLED", must be another value']],
    open: [
      [task({ AwsVpcConfiguration: { AssignPublicIp: PARAMETER } }), undetermined('AwsVpcConfiguration.AssignPublicIp')],
      [it_({ Targets: [{ Id: 't', Arn: 'a' }] }), NOT_JUDGED], [it_({}), NOT_JUDGED],
    ],
  },
  'EventBridge.DestinationEncrypted': {
    holds: [it_({ InvocationEndpoint: 'https://example.com/' }), connection('https://example.com/token')],
    fails: [
      [it_({ InvocationEndpoint: 'http://example.com/' }), 'InvocationEndpoint is http://example.com/, must begin with https:'],
      [connection('http://example.com/token'), 'AuthParameters.OAuthParameters.AuthorizationEndpoint is http://example.com/token, must begin with https:'],
    ],
    open: [[it_({ InvocationEndpoint: PARAMETER }), undetermined('InvocationEndpoint')], [connection(), NOT_JUDGED]],
  },
}));
