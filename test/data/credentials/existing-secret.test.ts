import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { DatabaseCredentials, DatabaseRotation } from '../../../src';
import { EVERY_FRAMEWORK, findingsOf, templateOf, testStack } from '../../support';
import { aurora, Client, MYSQL, only, postgres, refusalOf } from '../support';

const ARN = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:ledger-administrator-abcdef';
const PASSWORD = `{{resolve:secretsmanager:${ARN}:SecretString:password::}}`;

/** An imported secret. */
function existing(stack: Stack, arn = ARN): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretCompleteArn(stack, 'Existing', arn);
}

/** What holds for both databases. */
describe.each([['CompliantAurora', aurora, 'AWS::RDS::DBCluster'], ['CompliantPostgres', postgres, 'AWS::RDS::DBInstance']] as const)(
  '%s with an existing secret', (_, make, type) => {
    test('takes its password, has its user name, and neither changes nor rotates it', () => {
      const stack = testStack();
      const secret = existing(stack);
      const database = make({ credentials: DatabaseCredentials.fromSecret(secret, { username: 'keeper' }) }, stack);
      const template = templateOf(stack);
      const { Properties } = only(template, type, { MasterUsername: 'keeper', MasterUserPassword: PASSWORD });
      expect([Properties.ManageMasterUserPassword, Properties.MasterUserSecret]).toEqual([undefined, undefined]);
      expect(database.secret).toBe(secret);
      ['Secret', 'SecretTargetAttachment', 'RotationSchedule'].forEach((kind) => template.resourceCountIs(`AWS::SecretsManager::${kind}`, 0));
    });

    test('takes its password for a restored snapshot, which has the user name', () => {
      const stack = testStack();
      const credentials = DatabaseCredentials.fromSecret(existing(stack), { username: 'keeper' });
      const database = make({ credentials, backup: { snapshotIdentifier: 'ledger-2026-01-31' } }, stack);
      const template = templateOf(stack);
      const { Properties } = only(template, type, { MasterUserPassword: PASSWORD });
      expect([Properties.MasterUsername, Properties.ManageMasterUserPassword]).toEqual([undefined, undefined]);
      expect(database.secret.secretArn).toBe(ARN);
      ['Secret', 'SecretTargetAttachment', 'RotationSchedule'].forEach((kind) => template.resourceCountIs(`AWS::SecretsManager::${kind}`, 0));
    });

    test('passes the secret to a client, and creates users with the administrator in it', () => {
      const stack = testStack();
      const database = make({ credentials: DatabaseCredentials.fromSecret(existing(stack), { username: 'keeper' }) }, stack);
      const client = new Client(stack);
      database.allowConnectionsFrom(client, { secret: database.secret, readsSecret: true });
      expect(client.environment.DB_SECRET_ARN).toBe(ARN);
      database.addUser('User', { username: 'app', rotation: DatabaseRotation.FUNCTION, privileges: ['SELECT ON ledger.*'] });
      only(templateOf(stack), 'AWS::SecretsManager::Secret', {
        GenerateSecretString: { SecretStringTemplate: `{"username":"app","ssl":true,"masterarn":"${ARN}"}` },
      });
    });

    test('is refused in another Region, with a user name that Amazon RDS refuses, or with one that is not known', () => {
      const refused = (username: string, arn = ARN) => refusalOf(() => {
        const stack = testStack();
        make({ credentials: DatabaseCredentials.fromSecret(existing(stack, arn), { username }) }, stack);
      });
      expect(refused('keeper', ARN.replace('eu-west-2', 'us-east-1'))).toBe("credentials.secret must be a secret in eu-west-2, got 'Stack/Existing' in us-east-1");
      expect(refused('rdsadmin')).toBe("credentials.username must be a name that Amazon RDS does not reserve, got 'rdsadmin'");
      expect(() => refused(DatabaseCredentials.generatedUsername())).toThrow('options.username must be known at synthesis, got a token');
    });
  });

describe('An existing secret', () => {
  test('is a secret of another stack, on which the stack of the database depends', () => {
    const owner = testStack();
    const secret = new secretsmanager.Secret(owner, 'Administrator');
    const stack = new Stack(owner.node.root as App, 'Data', { env: { account: '123456789012', region: 'eu-west-2' } });
    aurora({ credentials: DatabaseCredentials.fromSecret(secret, { username: 'keeper' }) }, stack);
    templateOf(stack);
    expect([stack.dependencies.map(({ stackName }) => stackName), owner.dependencies]).toEqual([['Stack'], []]);
  });

  test('has the password of an instance with read replicas', () => {
    const stack = testStack();
    postgres({ credentials: DatabaseCredentials.fromSecret(existing(stack), { username: 'keeper' }), readReplicas: 1 }, stack);
    only(templateOf(stack), 'AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: Match.anyValue() });
  });

  test('does not show the host that the hosted rotation of alternating users needs', () => {
    const stack = testStack();
    const database = aurora({ engine: MYSQL, credentials: DatabaseCredentials.fromSecret(existing(stack), { username: 'keeper' }) }, stack);
    expect(refusalOf(() => database.addUser('User', { username: 'app' })))
      .toBe("options.rotation must be DatabaseRotation.FUNCTION for alternating users with DatabaseCredentials.fromSecret(), got 'hosted'");
    expect(refusalOf(() => database.addUser('User', { username: 'keeper', rotation: DatabaseRotation.FUNCTION })))
      .toBe("options.username must be a name other than the administrator's that Amazon RDS does not reserve, got 'keeper'");
  });

  test('has no findings in every framework, because no template shows its rotation', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const credentials = DatabaseCredentials.fromSecret(existing(stack), { username: 'keeper' });
    aurora({ credentials }, stack);
    expect(findingsOf(stack.node.root as App)).toEqual([]);
  });

  test.each([[null, 'keeper', 'secret must be an ISecret, got null'], [undefined, 'keeper', 'secret must be an ISecret, got undefined']])(
    'is required: %j', (secret, username, message) => {
      expect(() => DatabaseCredentials.fromSecret(secret as never, { username })).toThrow(message);
    });
});
