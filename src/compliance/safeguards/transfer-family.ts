import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBeOneOf, mustBeSet, mustExist, mustNotBe, sentOverHttps } from '../predicates/outcome';

const ON_SERVERS = ['AWS::Transfer::Server'];

/** Safeguards of AWS Transfer Family. */
export const TRANSFER_FAMILY: ResourceSafeguard[] = [
  {
    id: 'Transfer.ServerNoFtp',
    on: ON_SERVERS,
    statement: 'the server does not use FTP',
    rationale: 'FTP sends files and passwords in plain text',
    remedy: 'use SFTP, FTPS or AS2',
    sources: { securityHub: ['Transfer.2'], prowler: ['transfer_server_in_transit_encryption_enabled'] },
    // The default is SFTP (AWS Transfer Family User Guide, Edit the file transfer protocols).
    judge: ({ properties }) => allOf(...listOf(properties.Protocols).map((protocol) => mustNotBe('Protocols', protocol, 'FTP'))),
  },
  {
    id: 'Transfer.ConnectorLogged',
    on: ['AWS::Transfer::Connector'],
    statement: 'events of the connector go to CloudWatch Logs',
    rationale: 'The logs show which files were sent, and their recipients',
    remedy: 'set `loggingRole`',
    sources: { securityHub: ['Transfer.3'] },
    judge: ({ properties }) => mustBeSet('LoggingRole', properties.LoggingRole),
  },
  {
    id: 'Transfer.ConnectorEncrypted',
    on: ['AWS::Transfer::Connector'],
    statement: 'messages to AS2 partners are sent over HTTPS and without weak encryption',
    rationale: 'Over HTTP, credentials and headers of messages, and contents that AS2 does not encrypt, cross the internet in plain text, and DES is a weak algorithm',
    remedy: 'use an `https://` URL, and an `encryptionAlgorithm` other than `DES_EDE3_CBC`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/transfer/latest/userguide/as2-connector-details.html',
    always: true,
    sources: {},
    judge: ({ properties: { As2Config, Url } }) => given(As2Config)
      // AWS Config rule transfer-connector-as2-encryption-algorithm-check.
      ? allOf(sentOverHttps('Url', Url), mustNotBe('As2Config.EncryptionAlgorithm', As2Config.EncryptionAlgorithm, 'DES_EDE3_CBC'))
      : undefined,
  },
  {
    id: 'Transfer.ServerNotPublic',
    on: ON_SERVERS,
    statement: 'the server has an endpoint in a VPC, without public IP addresses',
    rationale: 'A public endpoint accepts connections from the internet, and only in a VPC do security groups limit them',
    remedy: 'set `endpointType` to `VPC`, and omit `endpointDetails.addressAllocationIds`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html',
    always: true,
    sources: {},
    // The default is PUBLIC (AWS Transfer Family API Reference, CreateServer). Elastic IP addresses make an endpoint in a VPC public (EndpointDetails).
    judge: ({ properties: { EndpointType, EndpointDetails } }) => allOf(
      mustBeOneOf('EndpointType', EndpointType, ['VPC', 'VPC_ENDPOINT']),
      isSet(EndpointDetails?.AddressAllocationIds) ? fails('EndpointDetails.AddressAllocationIds is set, must be omitted') : HOLDS,
    ),
  },
  {
    id: 'Transfer.ServerLogged',
    on: ON_SERVERS,
    statement: 'sessions and transfers of the server go to CloudWatch Logs',
    rationale: 'The logs show who signed in and which files were read and written',
    remedy: 'set `structuredLogDestinations` or `loggingRole`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/transfer/latest/userguide/structured-logging.html',
    always: true,
    sources: {},
    judge: ({ properties: { StructuredLogDestinations, LoggingRole } }) => mustExist(
      isSet(StructuredLogDestinations) || isSet(LoggingRole), 'neither StructuredLogDestinations nor LoggingRole is set'),
  },
  {
    id: 'Transfer.ServerPolicyCurrent',
    on: ON_SERVERS,
    statement: 'the server uses a security policy of 2020 or later',
    rationale: 'The policy of 2018, which is the default, accepts SHA-1 and weak key exchanges',
    remedy: 'set `securityPolicyName` to a later policy',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html',
    always: true,
    sources: {},
    judge: ({ properties: { SecurityPolicyName: policy } }) => given(policy)
      ? mustNotBe('SecurityPolicyName', policy, 'TransferSecurityPolicy-2018-11')
      : fails('SecurityPolicyName is not set'),
  },
];
