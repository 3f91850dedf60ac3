import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, called, mustBe, mustBeOneOf } from '../predicates/outcome';

/** Safeguards of Spot Fleet requests and of the sharing of snapshots in Amazon EC2. */
export const EC2_FLEETS: ResourceSafeguard[] = [
  {
    id: 'EC2.SpotFleetVolumesEncrypted',
    on: ['AWS::EC2::SpotFleet'],
    statement: 'volumes of instances in the Spot Fleet are encrypted',
    rationale: 'Encryption protects data if a volume or its snapshot is accessed outside the instance',
    remedy: 'set `ebs.encrypted` in the block device mappings',
    sources: { securityHub: ['EC2.173'] },
    judge: ({ properties: { SpotFleetRequestConfigData: request } }) => {
      const volumes = listOf(request?.LaunchSpecifications).flatMap(({ BlockDeviceMappings }) => listOf(BlockDeviceMappings))
        .filter(({ Ebs }) => given(Ebs));
      return volumes.length === 0 ? undefined : allOf(...volumes.map(({ DeviceName, Ebs }) => mustBe(`Encrypted of ${called(DeviceName)}`, Ebs.Encrypted, true)));
    },
  },
  {
    id: 'EC2.SnapshotSharingBlocked',
    on: ['AWS::EC2::SnapshotBlockPublicAccess'],
    statement: 'public sharing of snapshots is blocked',
    rationale: 'A public snapshot shows the whole volume to every AWS account',
    remedy: 'set `state` to `block-all-sharing`',
    sources: { securityHub: ['EC2.182'], prowler: ['ec2_ebs_snapshot_account_block_public_access'] },
    judge: ({ properties }) => mustBeOneOf('State', properties.State, ['block-all-sharing', 'block-new-sharing']),
  },
];
