import { TRANSFER_FAMILY } from '../../../src/compliance/safeguards/transfer-family';
import { it_, oneOf, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

const UNLOGGED = 'neither StructuredLogDestinations nor LoggingRole is set';

describe('safeguards of AWS Transfer Family', () => triples(TRANSFER_FAMILY, {
  'Transfer.ServerNoFtp': {
    holds: [it_({ Protocols: ['SFTP', 'FTPS'] }), it_({})],
    fails: [[it_({ Protocols: ['SFTP', 'FTP'] }), 'Protocols is "FTP", must be another value']],
    open: [[it_({ Protocols: [PARAMETER] }), undetermined('Protocols')]],
  },
  'Transfer.ConnectorLogged': present('LoggingRole', 'role'),
  'Transfer.ServerNotPublic': oneOf('EndpointType', ['VPC', 'VPC_ENDPOINT'], 'PUBLIC'),
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
