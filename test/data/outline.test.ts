import { DatabaseCredentials, DatabaseRotation } from '../../src';
import { described, keyUses, logicalIds } from '../outline';
import { testStack } from '../support';
import { aurora } from './support';

const stack = testStack();
aurora({ credentials: DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION }) }, stack);

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
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
  ]);
});

test('the logical ids', () => {
  expect(logicalIds(stack)).toEqual([
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
  ]);
});

test('the uses that the keys permit', () => {
  expect(keyUses(stack)).toEqual({
    DataKey2A0DE9E6: ['AllowViards', 'AllowViardsGrants', 'AllowViasecretsmanager', 'AllowViasecretsmanagerGrants'],
    LogsKeyFE4C4A83: ['AllowCloudWatchLogs', 'AllowViasqs', 'AllowViasqsGrants'],
  });
});
