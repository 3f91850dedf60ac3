import { DatabaseCredentials, DatabaseRotation } from '../../src';
import { described } from '../descriptions';
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
