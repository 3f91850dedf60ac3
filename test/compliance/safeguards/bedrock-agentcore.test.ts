import { both } from './service-cases';
import { BEDROCK_AGENTCORE } from '../../../src/compliance/safeguards/bedrock-agentcore';
import { customerKey, exactly, never, oneOf, present, triples } from '../triples';

describe('safeguards of Amazon Bedrock AgentCore', () => triples(BEDROCK_AGENTCORE, {
  'BedrockAgentCore.RuntimeInVpc': never('NetworkConfiguration.NetworkMode', 'VPC', ['PUBLIC']),
  'BedrockAgentCore.GatewayAuthorized': oneOf('AuthorizerType', ['CUSTOM_JWT', 'AWS_IAM'], 'NONE'),
  'BedrockAgentCore.MemoryEncryptedWithCustomerKey': customerKey('EncryptionKeyArn'),
  'BedrockAgentCore.GatewayEncryptedWithCustomerKey': customerKey('KmsKeyArn'),
  'BedrockAgentCore.BrowserInVpc': exactly('NetworkConfiguration.NetworkMode', 'VPC', 'PUBLIC'),
  'BedrockAgentCore.BrowserRecorded': both(
    exactly('RecordingConfig.Enabled', true, false, { with: { RecordingConfig: { S3Location: { Bucket: 'b' } } } }),
    present('RecordingConfig.S3Location.Bucket', 'b', { with: { RecordingConfig: { Enabled: true } } }),
  ),
  'BedrockAgentCore.CodeInterpreterInVpc': exactly('NetworkConfiguration.NetworkMode', 'VPC', 'SANDBOX'),
}));
