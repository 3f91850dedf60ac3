import { both, except } from './service-cases';
import { CONNECT } from '../../../src/compliance/safeguards/connect';
import { DATASYNC } from '../../../src/compliance/safeguards/datasync';
import { EC2_FLEETS } from '../../../src/compliance/safeguards/ec2-fleets';
import { LAMBDA_URLS } from '../../../src/compliance/safeguards/lambda-urls';
import { MACIE } from '../../../src/compliance/safeguards/macie';
import { PRIVATE_CA } from '../../../src/compliance/safeguards/private-ca';
import { QUICKSIGHT } from '../../../src/compliance/safeguards/quicksight';
import { ROUTE53 } from '../../../src/compliance/safeguards/route53';
import { SERVICE_CATALOG } from '../../../src/compliance/safeguards/service-catalog';
import { SES } from '../../../src/compliance/safeguards/ses';
import { WORKSPACES } from '../../../src/compliance/safeguards/workspaces';
import { exactly, it_, namedBy, never, oneOf, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

describe('safeguards of Amazon Connect', () => triples(CONNECT, {
  'Connect.InstanceLogged': exactly('Attributes.ContactflowLogs', true, false, { with: { Attributes: { InboundCalls: true } } }),
}));

describe('safeguards of AWS DataSync', () => triples(DATASYNC, {
  'DataSync.TaskLogged': both(
    present('CloudWatchLogGroupArn', 'group'),
    never('Options.LogLevel', 'TRANSFER', ['OFF'], { with: { CloudWatchLogGroupArn: 'group' } }),
  ),
}));

describe('safeguards of Spot Fleets and snapshots', () => triples(EC2_FLEETS, {
  'EC2.SpotFleetVolumesEncrypted': (() => {
    const fleet = (...mappings: unknown[]) => it_({ SpotFleetRequestConfigData: { LaunchSpecifications: [{ BlockDeviceMappings: mappings }] } });
    const volume = (Encrypted?: unknown) => ({ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, Encrypted } });
    return except({
      holds: [fleet(volume(true)), fleet({ DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }, volume(true))],
      fails: [
        [fleet(volume(false)), 'Encrypted of /dev/xvda is false, must be true'],
        [fleet(volume(true), volume()), 'Encrypted of /dev/xvda is not set, must be true'],
      ],
      open: [[fleet(volume(PARAMETER)), undetermined('Encrypted of /dev/xvda')]],
    }, { SpotFleetRequestConfigData: { LaunchTemplateConfigs: [] } });
  })(),
  'EC2.SnapshotSharingBlocked': oneOf('State', ['block-all-sharing', 'block-new-sharing'], 'unblocked'),
}));

describe('safeguards of function URLs', () => triples(LAMBDA_URLS, {
  'Lambda.UrlAuthorized': exactly('AuthType', 'AWS_IAM', 'NONE', { with: { TargetFunctionArn: 'f' } }),
  'Lambda.UrlCorsRestricted': {
    holds: [it_({ Cors: { AllowOrigins: ['https://example.com'] } }), it_({})],
    fails: [[it_({ Cors: { AllowOrigins: ['https://example.com', '*'] } }), 'Cors.AllowOrigins is "*", must be another value']],
    open: [[it_({ Cors: { AllowOrigins: [PARAMETER] } }), undetermined('Cors.AllowOrigins')]],
  },
}));

describe('safeguards of Amazon Macie', () => triples(MACIE, {
  'Macie.SessionOn': never('Status', 'ENABLED', ['PAUSED']),
}));

describe('safeguards of AWS Private CA', () => triples(PRIVATE_CA, {
  'PCA.RootDisabled': (() => {
    const activation = (Type: string, Status?: unknown) => it_(
      { CertificateAuthorityArn: { Ref: 'Authority' }, Certificate: 'c', Status }, { Authority: ['AWS::ACMPCA::CertificateAuthority', { Type }] });
    return {
      holds: [activation('ROOT', 'DISABLED')],
      fails: [[activation('ROOT', 'ACTIVE'), 'Status is "ACTIVE", must be DISABLED'], [activation('ROOT'), 'Status is not set, must be DISABLED']],
      open: [[activation('ROOT', PARAMETER), undetermined('Status')], [activation('SUBORDINATE', 'ACTIVE'), undefined], [it_({ CertificateAuthorityArn: PARAMETER }), undetermined('CertificateAuthorityArn')]],
    };
  })(),
}));

describe('safeguards of Amazon QuickSight', () => triples(QUICKSIGHT, {
  'QuickSight.DataSourceTls': never('SslProperties.DisableSsl', false, [true], { with: { Name: 'n', Type: 'MYSQL' } }),
}));

describe('safeguards of Amazon Route 53', () => triples(ROUTE53, {
  'Route53.ZoneLogged': except(present('QueryLoggingConfig.CloudWatchLogsLogGroupArn', 'group', { with: { Name: 'example.com' } }), { VPCs: [{ VPCId: 'v' }] }),
  'Route53.ZoneSigned': except(
    namedBy('AWS::Route53::DNSSEC', 'HostedZoneId', 'no AWS::Route53::DNSSEC references it', { with: { Name: 'example.com' } }), { VPCs: [{ VPCId: 'v' }] }),
}));

describe('safeguards of AWS Service Catalog', () => triples(SERVICE_CATALOG, {
  'ServiceCatalog.PortfolioSharedInOrganization': {
    holds: [it_({ DisplayName: 'd' })],
    fails: [[it_({ DisplayName: 'd' }, { Share: ['AWS::ServiceCatalog::PortfolioShare', { AccountId: '123456789012', PortfolioId: { Ref: 'It' } }] }),
      'an AWS::ServiceCatalog::PortfolioShare shares it with an account']],
    open: [[it_({ DisplayName: 'd' }, { Share: ['AWS::ServiceCatalog::PortfolioShare', { AccountId: '123456789012', PortfolioId: PARAMETER }] }), PASSES]],
  },
}));

describe('safeguards of Amazon SES', () => triples(SES, {
  'SES.TlsForced': exactly('DeliveryOptions.TlsPolicy', 'REQUIRE', 'OPTIONAL'),
}));

describe('safeguards of Amazon WorkSpaces', () => triples(WORKSPACES, {
  'WorkSpaces.UserVolumeEncrypted': exactly('UserVolumeEncryptionEnabled', true, false),
  'WorkSpaces.RootVolumeEncrypted': exactly('RootVolumeEncryptionEnabled', true, false),
}));
