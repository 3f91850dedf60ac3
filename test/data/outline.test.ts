import { DatabaseCredentials, DatabaseRotation } from '../../src';
import { outlineOf } from '../outline';
import { testStack } from '../support';
import { aurora, postgres } from './support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  aurora({ credentials: DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION }) }, stack);
  expect(outlineOf(stack)).toEqual({
    constructs: ['BundledLambda', 'CompliantAurora', 'WorkloadKey'],
    alarms: [
      'Failed: AWS/Lambda Errors FunctionName=<DatabaseRotationFunction7F12C1BF> Sum per 300 s default 1, 1 periods',
      'CpuHigh: AWS/RDS CPUUtilization DBClusterIdentifier=<DatabaseCluster5B53A178> Role=WRITER Average per 300 s default 90, default periods',
      'FreeableMemoryLow: AWS/RDS FreeableMemory DBClusterIdentifier=<DatabaseCluster5B53A178> Role=WRITER Minimum per 300 s LessThanOrEqualToThreshold 858993459.2, default periods',
      'ConnectionsHigh: AWS/RDS DatabaseConnections DBClusterIdentifier=<DatabaseCluster5B53A178> Role=WRITER Maximum per 300 s default 658, default periods',
      'AcuUtilizationHigh: AWS/RDS ACUUtilization DBClusterIdentifier=<DatabaseCluster5B53A178> Average per 300 s default 90, default periods',
      'ReplicaLagHigh: AWS/RDS AuroraReplicaLagMaximum DBClusterIdentifier=<DatabaseCluster5B53A178> Maximum per 300 s default 2000, default periods',
      'TransactionIdsHigh: AWS/RDS MaximumUsedTransactionIDs DBClusterIdentifier=<DatabaseCluster5B53A178> Role=WRITER Maximum per 300 s default 1000000000, 1 periods',
    ],
    descriptions: [
      'AWS::EC2::SecurityGroup DatabaseRotationSecurityGroup',
      'AWS::EC2::SecurityGroup DatabaseRotationSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup DatabaseSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup DatabaseSecurityGroup without words',
      'AWS::EC2::SecurityGroupEgress DatabaseRotationSecurityGrouptoStackDatabaseSecurityGroup5B2395D95432',
      'AWS::EC2::SecurityGroupIngress DatabaseSecurityGroupfromStackDatabaseRotationSecurityGroup13BA6A6A5432',
      'AWS::Lambda::Function DatabaseRotationFunction',
      'AWS::RDS::DBClusterParameterGroup DatabaseParameters',
      'AWS::RDS::DBSubnetGroup DatabaseClusterSubnets',
      'AWS::SecretsManager::Secret DatabaseSecret',
    ],
    logicalIds: [
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'DatabaseCluster5B53A178',
      'DatabaseClusterReader1D8B76102',
      'DatabaseClusterSubnets5540150D',
      'DatabaseClusterWriterD43085C6',
      'DatabaseLogpostgresql534130D9',
      'DatabaseMonitoringRole576991DA',
      'DatabaseMonitoringRolePolicyC7360650',
      'DatabaseParametersB8AC9B07',
      'DatabaseRotation0D47EBD2',
      'DatabaseRotationFunction7F12C1BF',
      'DatabaseRotationFunctionFailures52B3F43C',
      'DatabaseRotationFunctionFailuresPolicyD2822F17',
      'DatabaseRotationFunctionLogGroupF89E2676',
      'DatabaseRotationFunctionRole715BA1C5',
      'DatabaseRotationFunctionRolePolicy352AC275',
      'DatabaseRotationFunctionRolePolicyWithoutResource61D4596D',
      'DatabaseRotationFunctionSecretsManagerFD199A15',
      'DatabaseRotationSecurityGroup8E1B7C66',
      'DatabaseRotationSecurityGrouptoStackDatabaseSecurityGroup5B2395D95432550BE6D6',
      'DatabaseSecret3B817195',
      'DatabaseSecretAttachmentE5D1B020',
      'DatabaseSecurityGroup5C91FDCB',
      'DatabaseSecurityGroupfromStackDatabaseRotationSecurityGroup13BA6A6A543215CB768D',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViards', 'AllowViardsGrants', 'AllowViasecretsmanager', 'AllowViasecretsmanagerGrants'],
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs', 'AllowViasqs', 'AllowViasqsGrants'],
    },
    trust: {
      DatabaseMonitoringRole576991DA: ['monitoring.rds.amazonaws.com; StringEquals aws:SourceAccount; ArnLike aws:SourceArn'],
      DatabaseRotationFunctionRole715BA1C5: ['lambda.amazonaws.com'],
    },
  });
});

test('the outline of an instance', () => {
  const stack = testStack();
  postgres({}, stack);
  expect(outlineOf(stack)).toEqual({
    constructs: ['CompliantPostgres', 'WorkloadKey'],
    alarms: [
      'CpuHigh: AWS/RDS CPUUtilization DBInstanceIdentifier=<DatabaseInstanceAA8A5FDE> Average per 300 s default 90, default periods',
      'FreeableMemoryLow: AWS/RDS FreeableMemory DBInstanceIdentifier=<DatabaseInstanceAA8A5FDE> Minimum per 300 s LessThanOrEqualToThreshold 429496729.6, default periods',
      'ConnectionsHigh: AWS/RDS DatabaseConnections DBInstanceIdentifier=<DatabaseInstanceAA8A5FDE> Maximum per 300 s default 337, default periods',
      'FreeStorageSpaceLow: AWS/RDS FreeStorageSpace DBInstanceIdentifier=<DatabaseInstanceAA8A5FDE> Minimum per 300 s LessThanOrEqualToThreshold 1073741824, default periods',
      'TransactionIdsHigh: AWS/RDS MaximumUsedTransactionIDs DBInstanceIdentifier=<DatabaseInstanceAA8A5FDE> Maximum per 300 s default 1000000000, 1 periods',
    ],
    descriptions: [
      'AWS::EC2::SecurityGroup DatabaseSecurityGroup SecurityGroupEgress',
      'AWS::EC2::SecurityGroup DatabaseSecurityGroup without words',
      'AWS::RDS::DBParameterGroup DatabaseParameters',
      'AWS::RDS::DBSubnetGroup DatabaseInstanceSubnetGroup',
    ],
    logicalIds: [
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'DatabaseInstanceAA8A5FDE',
      'DatabaseInstanceSubnetGroupDE121BB6',
      'DatabaseLogpostgresql534130D9',
      'DatabaseLogupgrade451ACE4A',
      'DatabaseMonitoringRole576991DA',
      'DatabaseMonitoringRolePolicyC7360650',
      'DatabaseParametersB8AC9B07',
      'DatabaseSecurityGroup5C91FDCB',
      'LogsKeyAliasAF0F1EF6',
      'LogsKeyFE4C4A83',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViards', 'AllowViardsGrants', 'AllowViasecretsmanager', 'AllowViasecretsmanagerGrants'],
      LogsKeyFE4C4A83: ['AllowCloudWatchLogs'],
    },
    trust: {
      DatabaseMonitoringRole576991DA: ['monitoring.rds.amazonaws.com; StringEquals aws:SourceAccount; ArnLike aws:SourceArn'],
    },
  });
});
