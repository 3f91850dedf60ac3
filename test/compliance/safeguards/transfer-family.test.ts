import { both } from './service-cases';
import { TRANSFER_FAMILY } from '../../../src/compliance/safeguards/transfer-family';
import { it_, NOT_JUDGED, oneOf, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

const UNLOGGED = 'neither StructuredLogDestinations nor LoggingRole is set';
const ELASTIC = 'EndpointDetails.AddressAllocationIds is set, must be omitted';

describe('safeguards of AWS Transfer Family', () => triples(TRANSFER_FAMILY, {
  'Transfer.ServerNoFtp': {
    holds: [it_({ Protocols: ['SFTP', 'FTPS'] }), it_({})],
    fails: [[it_({ Protocols: ['SFTP', 'FTP'] }), 'Protocols is "FTP", must be another value']],
    open: [[it_({ Protocols: [PARAMETER] }), undetermined('Protocols')]],
  },
  'Transfer.ConnectorLogged': present('LoggingRole', 'role'),
  'Transfer.ConnectorEncrypted': {
    holds: [it_({ As2Config: {}, Url: 'https://partner.example.com/as2' })],
    fails: [
      [it_({ As2Config: {}, Url: 'http://partner.example.com/as2' }), 'Url is http://partner.example.com/as2, must begin with https:'],
      [it_({ As2Config: { EncryptionAlgorithm: 'DES_EDE3_CBC' }, Url: 'https://partner.example.com' }), 'As2Config.EncryptionAlgorithm is "DES_EDE3_CBC", must be another value'],
    ],
    open: [[it_({ As2Config: {}, Url: PARAMETER }), undetermined('Url')], [it_({ SftpConfig: {}, Url: 'sftp://partner.example.com' }), NOT_JUDGED]],
  },
  'Transfer.ServerNotPublic': both(oneOf('EndpointType', ['VPC', 'VPC_ENDPOINT'], 'PUBLIC'), {
    holds: [it_({ EndpointType: 'VPC', EndpointDetails: { AddressAllocationIds: [] } })],
    fails: [[it_({ EndpointType: 'VPC', EndpointDetails: { AddressAllocationIds: ['eipalloc-1'] } }), ELASTIC]],
    open: [[it_({ EndpointType: 'VPC', EndpointDetails: { AddressAllocationIds: [PARAMETER] } }), ELASTIC]],
  }),
  'Transfer.ServerLogged': {
    holds: [it_({ StructuredLogDestinations: ['arn'] }), it_({ LoggingRole: 'role' })],
    fails: [[it_({}), UNLOGGED], [it_({ StructuredLogDestinations: [] }), UNLOGGED]],
    open: [[it_({ LoggingRole: PARAMETER }), PASSES], [it_({ StructuredLogDestinations: [PARAMETER] }), PASSES]],
  },
  'Transfer.ServerPolicyCurrent': {
    holds: [it_({ SecurityPolicyName: 'TransferSecurityPolicy-2024-01' })],
    fails: [
      [it_({ SecurityPolicyName: 'TransferSecurityPolicy-2018-11' }), 'SecurityPolicyName is "TransferSecurityPolicy-2018-11", must be another value'],
      [it_({}), 'SecurityPolicyName is not set'],
    ],
    open: [[it_({ SecurityPolicyName: PARAMETER }), undetermined('SecurityPolicyName')]],
  },
}));
