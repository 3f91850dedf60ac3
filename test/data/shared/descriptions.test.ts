import { Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { CompliantAurora, CompliantAuroraProps, DatabaseCredentials, DatabaseRotation, DatabaseTlsVersion } from '../../../src';
import { templateOf, testStack } from '../../support';
import { auroraTemplate, MYSQL, only, refusalOf, aurora, vpcOf } from '../support';

const FUNCTION = DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION });

/** The descriptions of the resources of a type. */
function descriptionsOf(template: ReturnType<typeof templateOf>, type: string, property: string): string[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]).sort();
}

describe('Descriptions', () => {
  test('name the resource and its path', () => {
    const template = auroraTemplate({ credentials: FUNCTION, proxy: {} });
    expect(descriptionsOf(template, 'AWS::EC2::SecurityGroup', 'GroupDescription'))
      .toEqual(['Database', 'Database proxy', 'Rotation of the database administrator password']);
    expect(descriptionsOf(template, 'AWS::RDS::DBClusterParameterGroup', 'Description')).toEqual(['Parameters of Stack/Database']);
    expect(descriptionsOf(template, 'AWS::Lambda::Function', 'Description')).toEqual(['Rotation of the database administrator password, Stack/Database']);
  });

  test('have only characters and a length that the services accept, whatever the path', () => {
    const stack = testStack();
    const scope = Array.from({ length: 12 }).reduce<Construct>((parent) => new Construct(parent, 'Zahlungs-Dienst ü mit einem langen Namen'), stack);
    new CompliantAurora(scope, 'Database', { vpc: vpcOf(stack), credentials: FUNCTION, proxy: {} });
    const template = templateOf(Stack.of(scope));
    const groups = [
      ...descriptionsOf(template, 'AWS::EC2::SecurityGroup', 'GroupDescription'),
      ...descriptionsOf(template, 'AWS::EC2::SecurityGroupIngress', 'Description'),
      ...descriptionsOf(template, 'AWS::EC2::SecurityGroupEgress', 'Description'),
      ...descriptionsOf(template, 'AWS::RDS::DBClusterParameterGroup', 'Description'),
    ];
    expect(groups.filter((description) => !/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(description))).toEqual([]);
    const [description] = descriptionsOf(template, 'AWS::Lambda::Function', 'Description');
    expect(description).toMatch(/^Rotation of the database administrator password, Stack\/Zahlungs-Dienst ü.*-[0-9a-f]{8}$/);
    expect(description).toHaveLength(256);
  });
});

describe('Windows', () => {
  test.each(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])('overlap on %s, and do not in the hour before', (day) => {
    const props = (preferredWindow: string): Partial<CompliantAuroraProps> => (
      { backup: { preferredWindow }, maintenance: { window: `${day}:04:00-${day}:05:00` } });
    expect(refusalOf(() => aurora(props('04:15-04:45'))))
      .toBe(`backup.preferredWindow must be outside maintenance.window '${day}:04:00-${day}:05:00', got '04:15-04:45'`);
    only(auroraTemplate(props('03:00-04:00')), 'AWS::RDS::DBCluster', { PreferredMaintenanceWindow: `${day}:04:00-${day}:05:00` });
  });
});

test.each([['3.04.0', 'TLSv1.3'], ['4.00.0', 'TLSv1.3']])('Aurora MySQL %s has TLS 1.3', (version, tls) => {
  const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of(`8.0.mysql_aurora.${version}`, '8.0') });
  const { Properties } = only(auroraTemplate({ engine, network: { minimumTls: DatabaseTlsVersion.TLS_1_3 } }), 'AWS::RDS::DBClusterParameterGroup');
  expect(Properties.Parameters.tls_version).toBe(tls);
});

test('The parameters of MySQL are complete', () => {
  expect(only(auroraTemplate({ engine: MYSQL }), 'AWS::RDS::DBClusterParameterGroup').Properties.Parameters).toEqual({
    require_secure_transport: 'ON',
    tls_version: 'TLSv1.2,TLSv1.3',
    slow_query_log: '1',
    server_audit_logging: '1',
    server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL',
  });
});
