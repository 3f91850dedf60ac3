import { EC2_INSTANCES } from '../../../src/compliance/safeguards/ec2-instances';
import { Beside, exactly, it_, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';
const FROM_TEMPLATE = { LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } };
const BY_NAME = { LaunchTemplate: { LaunchTemplateName: { Ref: 'Template' }, Version: '1' } };
const template = (LaunchTemplateData: object): Beside => ({ Template: ['AWS::EC2::LaunchTemplate', { LaunchTemplateData }] });
const instance = (properties: object): Beside => ({ Instance: ['AWS::EC2::Instance', { ...properties, LaunchTemplate: { LaunchTemplateId: { Ref: 'It' }, Version: '1' } }] });
const TOKENS = 'MetadataOptions.HttpTokens';
const HOPS = 'MetadataOptions.HttpPutResponseHopLimit';
const disk = (Encrypted?: unknown, DeviceName = '/dev/xvda') => ({ DeviceName, Ebs: { VolumeSize: 20, Encrypted } });
const NO_DISK = 'BlockDeviceMappings has no EBS volume, must have volumes with Encrypted true';
const interfaces = (...AssociatePublicIpAddress: unknown[]) => ({
  NetworkInterfaces: AssociatePublicIpAddress.map((value, index) => ({ DeviceIndex: `${index}`, AssociatePublicIpAddress: value })),
});
const noPublicIp = (wrap: (launch: object) => object): Triple => ({
  holds: [it_(wrap({})), it_(wrap(interfaces(false))), it_(wrap(interfaces(undefined)))],
  fails: [[it_(wrap(interfaces(false, true))), 'NetworkInterfaces[1].AssociatePublicIpAddress is true, must be another value']],
  open: [[it_(wrap(interfaces(PARAMETER))), undetermined('NetworkInterfaces[0].AssociatePublicIpAddress')]],
});
const encryptedDisks = (wrap: (launch: object) => object): Triple => ({
  holds: [it_(wrap({ BlockDeviceMappings: [disk(true), { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }] }))],
  fails: [
    [it_(wrap({})), NO_DISK],
    [it_(wrap({ BlockDeviceMappings: [{ DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }] })), NO_DISK],
    [it_(wrap({ BlockDeviceMappings: [disk(true), disk(false, '/dev/sdf')] })), 'Encrypted of /dev/sdf is false, must be true'],
    [it_(wrap({ BlockDeviceMappings: [disk()] })), 'Encrypted of /dev/xvda is not set, must be true'],
  ],
  open: [[it_(wrap({ BlockDeviceMappings: [disk(PARAMETER)] })), undetermined('Encrypted of /dev/xvda')]],
});
const UNCOVERED = 'no AWS::Backup::BackupSelection selects it or one of its tags';

describe('safeguards of Amazon EC2 instances', () => triples(EC2_INSTANCES, {
  'EC2.InstanceImdsV2': {
    holds: [
      it_({ MetadataOptions: { HttpTokens: 'required' } }),
      it_(FROM_TEMPLATE, template({ MetadataOptions: { HttpTokens: 'required' } })),
      it_(BY_NAME, template({ MetadataOptions: { HttpTokens: 'required' } })),
      // An aspect of aws-cdk-lib names the template in a text.
      it_({ LaunchTemplate: { LaunchTemplateName: 'named', Version: '1' } },
        { Template: ['AWS::EC2::LaunchTemplate', { LaunchTemplateName: 'named', LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } }] }),
      it_({ MetadataOptions: { HttpEndpoint: 'disabled' } }),
      it_(FROM_TEMPLATE, template({ MetadataOptions: { HttpEndpoint: 'disabled' } })),
    ],
    fails: [
      [it_({}), `${TOKENS} is not set, must be required`],
      [it_({ MetadataOptions: { HttpTokens: 'optional' } }), `${TOKENS} is "optional", must be required`],
      [it_(FROM_TEMPLATE, template({})), `${TOKENS} is not set, must be required`],
      [it_({ ...FROM_TEMPLATE, MetadataOptions: { HttpTokens: 'optional' } }, template({ MetadataOptions: { HttpTokens: 'required' } })),
        `${TOKENS} is "optional", must be required`],
    ],
    open: [[it_({ MetadataOptions: { HttpTokens: PARAMETER } }), undetermined(TOKENS)], [it_(FROM_TEMPLATE, { Template: ['AWS::EC2::LaunchTemplate', {}] }), `${TOKENS} is not set, must be required`]],
    differs: {
      holds: 'cdk-nag ignores references by launch template name, and a disabled endpoint',
      fails: 'cdk-nag checks the launch template even if the instance overrides it',
    },
  },
  'EC2.InstanceNoPublicIp': (() => {
    const launch = noPublicIp((properties) => properties);
    const IT = { Ref: 'It' };
    const onCard = { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Interface' } }] };
    const card = { Interface: ['AWS::EC2::NetworkInterface', { SubnetId: 's' }] as const };
    const associated = (properties: object) => ({ Address: ['AWS::EC2::EIPAssociation', { AllocationId: 'a', ...properties }] as const });
    const finding = 'Address associates an Elastic IP address, must not';
    return {
      ...launch,
      holds: [
        ...launch.holds, it_({}, { Address: ['AWS::EC2::EIP', { Domain: 'vpc' }] }),
        it_({}, { Other: ['AWS::EC2::Instance', {}], ...associated({ InstanceId: { Ref: 'Other' } }) }), it_(onCard, card),
      ],
      fails: [
        ...launch.fails, [it_({}, { Address: ['AWS::EC2::EIP', { InstanceId: IT }] }), finding], [it_({}, associated({ InstanceId: IT })), finding],
        [it_(onCard, { ...card, ...associated({ NetworkInterfaceId: { Ref: 'Interface' } }) }), finding],
        [it_({}, {
          ...card,
          ...associated({ NetworkInterfaceId: { Ref: 'Interface' } }),
          Attachment: ['AWS::EC2::NetworkInterfaceAttachment', { DeviceIndex: '1', InstanceId: IT, NetworkInterfaceId: { Ref: 'Interface' } }],
        }), finding],
      ],
      differs: { fails: 'cdk-nag ignores Elastic IP addresses' },
    };
  })(),
  'EC2.InstanceInVpc': {
    holds: [
      it_({ SubnetId: 's' }), it_({ NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: 's' }] }),
      it_(FROM_TEMPLATE, template({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 's' }] })),
    ],
    fails: [[it_({}), 'neither SubnetId nor NetworkInterfaces is set'], [it_({ NetworkInterfaces: [] }), 'neither SubnetId nor NetworkInterfaces is set']],
    open: [[it_({ SubnetId: PARAMETER }), PASSES]],
    differs: { holds: 'cdk-nag ignores network interfaces' },
  },
  'EC2.InstanceProfileAttached': {
    ...present('IamInstanceProfile', 'profile'),
    open: [[it_({ IamInstanceProfile: PARAMETER }), PASSES], [it_(FROM_TEMPLATE, template({ IamInstanceProfile: { Arn: 'a' } })), PASSES]],
  },
  'EC2.InstanceDetailedMonitoring': (() => {
    const own = exactly('Monitoring', true, false);
    return {
      holds: [...own.holds, it_(FROM_TEMPLATE, template({ Monitoring: { Enabled: true } }))],
      fails: [...own.fails, [it_({ ...FROM_TEMPLATE, Monitoring: false }, template({ Monitoring: { Enabled: true } })), 'Monitoring is false, must be true']],
      open: own.open,
      differs: { holds: 'cdk-nag ignores launch templates' },
    };
  })(),
  'EC2.InstanceEbsOptimized': (() => {
    const old = exactly('EbsOptimized', true, false, { with: { InstanceType: 'm3.xlarge' } });
    return {
      holds: [
        ...old.holds, it_({}), it_({ InstanceType: 't3.micro' }), it_({ InstanceType: 'm7i.large', EbsOptimized: false }),
        it_(FROM_TEMPLATE, template({ InstanceType: 'm3.xlarge', EbsOptimized: true })),
      ],
      fails: [...old.fails, [it_(FROM_TEMPLATE, template({ InstanceType: 'm3.xlarge' })), 'EbsOptimized is not set, must be true']],
      open: [...old.open, [it_({ InstanceType: PARAMETER }), 'EbsOptimized is not set, must be true']],
      differs: { fails: 'cdk-nag ignores launch templates' },
    };
  })(),
  'EC2.InstanceOneInterface': {
    holds: [it_({}), it_(interfaces(false))],
    fails: [[it_(interfaces(false, false)), 'NetworkInterfaces has 2 items, must have at most 1']],
    open: [[it_({ NetworkInterfaces: NO_VALUE }), PASSES]],
  },
  'EC2.InstanceVolumesEncrypted': (() => {
    const disks = encryptedDisks((launch) => launch);
    return {
      holds: [
        ...disks.holds,
        it_({ BlockDeviceMappings: [disk(true)] }, {}, { type: CONFIGURATION }),
        it_(FROM_TEMPLATE, template({ BlockDeviceMappings: [disk(true)] })),
      ],
      fails: [...disks.fails, [it_({ BlockDeviceMappings: [disk(false)] }, {}, { type: CONFIGURATION }), 'Encrypted of /dev/xvda is false, must be true']],
      open: [...disks.open, [it_(FROM_TEMPLATE, template({})), NO_DISK]],
    };
  })(),
  'EC2.VolumeEncrypted': exactly('Encrypted', true, false),
  'EC2.VolumeInBackupPlan': {
    holds: [it_({ AvailabilityZone: 'a' }, { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [{ Ref: 'It' }] } }] })],
    fails: [[it_({ AvailabilityZone: 'a' }), UNCOVERED]],
    open: [[it_({ AvailabilityZone: 'a' }, { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [PARAMETER] } }] }), UNCOVERED]],
  },
  'EC2.LaunchTemplateImdsV2': (() => {
    const tokens = exactly('LaunchTemplateData.MetadataOptions.HttpTokens', 'required', 'optional', { as: TOKENS, with: { LaunchTemplateData: {} } });
    return {
      ...tokens,
      holds: [...tokens.holds, it_({ LaunchTemplateData: { MetadataOptions: { HttpEndpoint: 'disabled' } } })],
    };
  })(),
  'EC2.LaunchTemplateNoPublicIp': noPublicIp((LaunchTemplateData) => ({ LaunchTemplateData })),
  'EC2.LaunchTemplateVolumesEncrypted': (() => {
    const disks = encryptedDisks((LaunchTemplateData) => ({ LaunchTemplateData }));
    return { ...disks, open: [...disks.open, [it_({ LaunchTemplateData: {} }, instance({ BlockDeviceMappings: [disk(false)] })), NOT_JUDGED]] };
  })(),
  'EC2.LaunchTemplateHopLimit': {
    holds: [
      it_({ LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: 1 } } }),
      it_({ LaunchTemplateData: { MetadataOptions: { HttpEndpoint: 'disabled' } } }),
    ],
    fails: [
      [it_({ LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: 2 } } }), `${HOPS} is 2, must be at most 1`],
      [it_({ LaunchTemplateData: {} }), `${HOPS} is not set, must be at most 1`],
    ],
    open: [[it_({ LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: PARAMETER } } }), undetermined(HOPS)]],
  },
  'EC2.LaunchTemplateDetailedMonitoring': (() => {
    const enabled = exactly('LaunchTemplateData.Monitoring.Enabled', true, false, { as: 'Monitoring.Enabled', with: { LaunchTemplateData: {} } });
    const group: Beside = { Group: ['AWS::AutoScaling::AutoScalingGroup', { LaunchTemplate: { LaunchTemplateId: { Ref: 'It' } } }] };
    return {
      ...enabled,
      fails: [
        ...enabled.fails,
        [it_({ LaunchTemplateData: {} }, instance({})), 'Monitoring.Enabled is not set, must be true'],
        [it_({ LaunchTemplateData: {} }, { ...instance({ Monitoring: true }), ...group }), 'Monitoring.Enabled is not set, must be true'],
        [it_({ LaunchTemplateData: {} }, { ...instance({ Monitoring: true }), Other: instance({}).Instance }), 'Monitoring.Enabled is not set, must be true'],
      ],
      // The instance has its own value and is judged itself.
      open: [...enabled.open, [it_({ LaunchTemplateData: {} }, instance({ Monitoring: true })), NOT_JUDGED]],
    };
  })(),
}));
