import { ResourceSafeguard } from '../model/safeguard';
import { allOf, mustBe, mustBeCustomerKey, mustBeOneOf, mustBeSet, mustNotBe, WHY_CUSTOMER_KEY } from '../predicates/outcome';

const NETWORK = 'Only in a VPC do security groups and flow logs apply to the traffic';

/** Safeguards of Amazon Bedrock AgentCore. */
export const BEDROCK_AGENTCORE: ResourceSafeguard[] = [
  {
    id: 'BedrockAgentCore.RuntimeInVpc',
    on: ['AWS::BedrockAgentCore::Runtime'],
    statement: 'the agent runtime is in a VPC',
    rationale: NETWORK,
    remedy: 'set `networkConfiguration.networkMode` to `VPC`',
    always: true,
    sources: { securityHub: ['BedrockAgentCore.1'] },
    judge: ({ properties }) => mustNotBe('NetworkConfiguration.NetworkMode', properties.NetworkConfiguration?.NetworkMode, 'PUBLIC'),
  },
  {
    id: 'BedrockAgentCore.GatewayAuthorized',
    on: ['AWS::BedrockAgentCore::Gateway'],
    statement: 'the gateway requires authorization',
    rationale: 'Without authorization, everyone who reaches the gateway can call the tools of the agent',
    remedy: 'set `authorizerType` to `CUSTOM_JWT` or `AWS_IAM`',
    always: true,
    sources: { securityHub: ['BedrockAgentCore.2'] },
    judge: ({ properties }) => mustBeOneOf('AuthorizerType', properties.AuthorizerType, ['CUSTOM_JWT', 'AWS_IAM']),
  },
  {
    id: 'BedrockAgentCore.MemoryEncryptedWithCustomerKey',
    on: ['AWS::BedrockAgentCore::Memory'],
    statement: 'the agent memory is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `encryptionKeyArn`, which replaces the memory',
    sources: { securityHub: ['BedrockAgentCore.3'] },
    judge: ({ properties }) => mustBeCustomerKey('EncryptionKeyArn', properties.EncryptionKeyArn),
  },
  {
    id: 'BedrockAgentCore.GatewayEncryptedWithCustomerKey',
    on: ['AWS::BedrockAgentCore::Gateway'],
    statement: 'the gateway is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `kmsKeyArn`',
    sources: { securityHub: ['BedrockAgentCore.4'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyArn', properties.KmsKeyArn),
  },
  {
    id: 'BedrockAgentCore.BrowserInVpc',
    on: ['AWS::BedrockAgentCore::BrowserCustom'],
    statement: 'the custom browser is in a VPC',
    rationale: NETWORK,
    remedy: 'set `networkConfiguration.networkMode` to `VPC`',
    always: true,
    sources: { securityHub: ['BedrockAgentCore.5'] },
    judge: ({ properties }) => mustBe('NetworkConfiguration.NetworkMode', properties.NetworkConfiguration?.NetworkMode, 'VPC'),
  },
  {
    id: 'BedrockAgentCore.BrowserRecorded',
    on: ['AWS::BedrockAgentCore::BrowserCustom'],
    statement: 'sessions of the custom browser are recorded',
    rationale: 'Recordings show what an agent did on behalf of a user',
    remedy: 'set `recordingConfig`',
    sources: { securityHub: ['BedrockAgentCore.6'] },
    judge: ({ properties: { RecordingConfig: recording } }) => allOf(
      mustBe('RecordingConfig.Enabled', recording?.Enabled, true),
      mustBeSet('RecordingConfig.S3Location.Bucket', recording?.S3Location?.Bucket),
    ),
  },
  {
    id: 'BedrockAgentCore.CodeInterpreterInVpc',
    on: ['AWS::BedrockAgentCore::CodeInterpreterCustom'],
    statement: 'the custom code interpreter is in a VPC',
    rationale: NETWORK,
    remedy: 'set `networkConfiguration.networkMode` to `VPC`',
    always: true,
    sources: { securityHub: ['BedrockAgentCore.7'] },
    judge: ({ properties }) => mustBe('NetworkConfiguration.NetworkMode', properties.NetworkConfiguration?.NetworkMode, 'VPC'),
  },
];
