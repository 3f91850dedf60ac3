import { createServer } from 'http';
import * as path from 'path';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { MotoServer } from '../servers/moto-server';
import { freePort, ServerProcess } from '../servers/server-process';

// Runs the bundled function of SecureParameters against moto instead of Systems Manager and against a server that receives the responses to
// CloudFormation. Requests, responses and output must not contain a parameter value.

const ROOT = path.resolve(__dirname, '..', '..');
const CODE = path.join(ROOT, 'assets', 'lambda', 'secure-parameters.lambda', 'index.js');
const PROGRAM = 'require(process.argv[1]).handler(JSON.parse(process.argv[2])).then(() => console.log("DONE"))';
const ACCOUNT = { AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', NODE_NO_WARNINGS: '1' };
const [USERNAME, PASSWORD, MOVED] = ['username', 'password', 'secret'].map((name) => `/production/database/${name}`);
const SECRET = '{"username":"web","password":"FirstValueOfTheSecret"}';
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** All text outside of Systems Manager. */
const seen: string[] = [];
const values = new Set<string>();
let failed = 0;

main().catch((error) => { console.error(error); failed += 1; }).finally(() => {
  console.log(failed === 0 ? 'all as expected' : `${failed} not as expected`);
  process.exit(failed === 0 ? 0 : 1);
});

async function main() {
  const moto = await MotoServer.create();
  const answers: Array<{ Status: string; PhysicalResourceId: string }> = [];
  const port = await freePort();
  const cloudFormation = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; }).on('end', () => {
      seen.push(text);
      answers.push(JSON.parse(text));
      response.end();
    });
  }).listen(port, '127.0.0.1');
  const account = { endpoint: moto.endpoint, region: 'eu-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const [ssm, secretsManager] = [new SSMClient(account), new SecretsManagerClient(account)];
  const valueOf = async (Name: string) => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true })).catch(() => ({ Parameter: undefined }));
    if (Parameter) values.add(Parameter.Value!);
    return Parameter?.Value;
  };
  const ask = async (RequestType: string, Name: string, more: object = {}, beside: object = {}) => {
    const ResourceProperties = { Name, KeyId: 'alias/aws/ssm', Length: '32', Characters: CHARACTERS, ...more };
    const request = JSON.stringify({
      RequestType,
      ResponseURL: `http://127.0.0.1:${port}/`,
      StackId: 'arn:aws:cloudformation:eu-west-2:123456789012:stack/ec2/1',
      RequestId: 'r',
      LogicalResourceId: path.basename(PASSWORD),
      ResourceProperties,
      OldResourceProperties: { ...ResourceProperties, Generation: undefined },
      ...beside,
    });
    const child = new ServerProcess(process.execPath, ['-e', PROGRAM, CODE, request], {
      env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules'), AWS_ENDPOINT_URL: moto.endpoint, ...ACCOUNT },
    });
    await child.exited();
    seen.push(request, child.output);
    return answers[answers.length - 1];
  };
  try {
    report('create', (await ask('Create', PASSWORD)).Status === 'SUCCESS' && /^[A-Za-z0-9]{32}$/.test(await valueOf(PASSWORD) ?? ''));
    const first = await valueOf(PASSWORD);
    await ask('Create', PASSWORD);
    report('a repeated create keeps the value', await valueOf(PASSWORD) === first);
    await ask('Update', PASSWORD, { Length: '64' });
    report('an update keeps the value', await valueOf(PASSWORD) === first);
    await ask('Update', PASSWORD, { Generation: '2' });
    report('a new generation changes the value', await valueOf(PASSWORD) !== first);

    const second = await valueOf(PASSWORD);
    const rotated = answers.length;
    await ask('Rotate', PASSWORD);
    report('a rotation changes the value and sends no response to CloudFormation', await valueOf(PASSWORD) !== second && answers.length === rotated);

    const { PhysicalResourceId } = await ask('Update', MOVED, {}, { PhysicalResourceId: PASSWORD, OldResourceProperties: { Name: PASSWORD, KeyId: 'alias/aws/ssm' } });
    report('a changed name replaces the parameter', PhysicalResourceId === MOVED && !!await valueOf(MOVED) && !!await valueOf(PASSWORD));
    await ask('Delete', MOVED, {}, { PhysicalResourceId: MOVED });
    report('its rollback keeps the old parameter only', await valueOf(MOVED) === undefined && !!await valueOf(PASSWORD));

    const theirs = await ask('Create', PASSWORD, {}, { LogicalResourceId: 'Other' });
    const before = await valueOf(PASSWORD);
    await ask('Delete', PASSWORD, {}, { LogicalResourceId: 'Other', PhysicalResourceId: theirs.PhysicalResourceId });
    report('an existing name fails, and the rollback keeps the existing parameter', theirs.Status === 'FAILED' && await valueOf(PASSWORD) === before);
    const invalid = await ask('Create', USERNAME, { Length: '0' });
    await ask('Delete', USERNAME, {}, { PhysicalResourceId: USERNAME });
    report('a failed create leaves no parameter', invalid.Status === 'FAILED' && await valueOf(USERNAME) === undefined);

    const { ARN } = await secretsManager.send(new CreateSecretCommand({ Name: 'web', SecretString: SECRET }));
    const copy = { Length: undefined, Characters: undefined, SecretId: ARN, Field: 'password' };
    report('a copy of a secret', (await ask('Create', USERNAME, copy)).Status === 'SUCCESS' && await valueOf(USERNAME) === JSON.parse(SECRET).password);
    await secretsManager.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: '{"password":"SecondValueOfTheSecret"}' }));
    await ask('Rotate', USERNAME, copy);
    report('a new value of the secret is copied', await valueOf(USERNAME) === 'SecondValueOfTheSecret');
    const missing = await ask('Update', USERNAME, { ...copy, Field: 'token' }, { OldResourceProperties: { Name: USERNAME, KeyId: 'alias/aws/ssm', ...copy } });
    report('a missing field fails, and the value stays', missing.Status === 'FAILED' && await valueOf(USERNAME) === 'SecondValueOfTheSecret');

    report('delete', (await ask('Delete', PASSWORD, {}, { PhysicalResourceId: PASSWORD })).Status === 'SUCCESS' && await valueOf(PASSWORD) === undefined);
    const leaked = [...values].filter((value) => seen.some((text) => text.includes(value)));
    report(`none of ${values.size} values in ${seen.length} requests, responses and logs`, values.size >= 3 && seen.length >= 30 && leaked.length === 0);
  } finally {
    cloudFormation.close();
    await moto.remove();
  }
}

function report(what: string, isFine: boolean) {
  if (!isFine) failed += 1;
  console.log(`${isFine ? 'ok    ' : 'FAILED'} ${what}`);
}
