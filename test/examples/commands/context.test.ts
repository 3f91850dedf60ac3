import { checkContext, parseFlags } from '../../../examples/context';

describe('flags', () => {
  test.each([
    [['-c', 'suffix=zz']],
    [['-csuffix=zz']],
    [['-c=suffix=zz']],
    [['--context', 'suffix=zz']],
    [['--context=suffix=zz']],
    [['-c', 'suffix=a', '--context=suffix=zz']],
    [['-o', 'out', '-csuffix=zz']],
    [['-oout', '--context', 'suffix=zz']],
  ])('%j sets the suffix', (flags) => {
    expect(parseFlags(flags).context).toEqual({ suffix: 'zz' });
  });

  test.each([
    [['-o', 'cdk.prod']],
    [['-ocdk.prod']],
    [['-o=cdk.prod']],
    [['--output', 'cdk.prod']],
    [['--output=cdk.prod']],
  ])('%j sets the output folder', (flags) => {
    expect(parseFlags(flags).output).toBe('cdk.prod');
  });

  test('a value may contain equals signs, and keys of the CDK are accepted', () => {
    expect(parseFlags(['-c', 'dataTraceReason=a=b', '-c', '@aws-cdk/core:x=true', '-c', 'aws:cdk:y=1']).context).toEqual({
      'dataTraceReason': 'a=b', '@aws-cdk/core:x': 'true', 'aws:cdk:y': '1',
    });
  });

  test('words are distinguished from other flags', () => {
    expect(parseFlags(['loan', '-c', 'suffix=zz', 'payment', '--verbose', '-a', 'node app.js'])).toEqual({
      context: { suffix: 'zz' }, app: 'node app.js', words: ['loan', 'payment'], others: ['--verbose'],
    });
  });

  test.each([
    [['-c'], "-c must be followed by key=value, got ''"],
    [['-c', 'suffix'], "-c must be followed by key=value, got 'suffix'"],
    [['--context', '=zz'], "--context must be followed by key=value, got '=zz'"],
    [['-o'], '-o must have a value, got none'],
    [['--output='], '--output must have a value, got none'],
    [['-c', 'lifecyle=production'], 'context key must be one of lifecycle, suffix, platforms, account, certificateArn, domainName, hostedZoneId, hostedZoneName, '
      + 'image, auroraMysqlVersion, pipelineRegion, pipelineReplicaRegion, processorImage, postgresVersion, postgresClass, dataTraceReason, apiGatewayRole, '
      + "baselineImage, baselinePostgresVersion, configRecorder, databaseParameterPath, threatDetection, alarmEmail, got 'lifecyle'"],
    [['-c', 'constructor=a'], expect.stringContaining("got 'constructor'")],
    [['-c', 'suffix=zz', '-c', 'account=123'], "context account must be an account id of 12 digits, got '123'"],
  ])('%j is refused', (flags, message) => {
    expect(() => parseFlags(flags)).toThrow(expect.objectContaining({ message }));
  });
});

test.each([
  [{ pipelineReplicaRegion: 'us-east-1' }, 'us-east-1'],
  [{ pipelineRegion: 'eu-west-2', pipelineReplicaRegion: 'eu-west-2' }, 'eu-west-2'],
])('the context %j has no second Region for the replicated backups', (context: Record<string, string>, region) => {
  expect(() => checkContext((key) => context[key])).toThrow(new Error(`context pipelineReplicaRegion must differ from pipelineRegion, got '${region}' for both`));
});

test('the replicated backups can be in any other Region', () => {
  const context: Record<string, string> = { pipelineRegion: 'eu-west-2', pipelineReplicaRegion: 'us-east-1' };
  expect(() => checkContext((key) => context[key])).not.toThrow();
});

const NAMES = 'some of loan, payment, pipeline, transactions, ec2-baseline, each once';
const SUFFIX = '1 to 100 lower-case letters, digits and single hyphens between them';

test.each([
  ['lifecycle', 'staging', 'one of production, ephemeral'],
  ['lifecycle', '', 'one of production, ephemeral'],
  ['platforms', 'foo', NAMES],
  ['platforms', 'loan,loan', NAMES],
  ['platforms', 'loan,', NAMES],
  ['platforms', '', NAMES],
  ['platforms', 'constructor', NAMES],
  ['account', '123', 'an account id of 12 digits'],
  ['suffix', '', SUFFIX],
  ['suffix', 'Prod', SUFFIX],
  ['suffix', 'pr_1', SUFFIX],
  ['suffix', '-pr', SUFFIX],
  ['suffix', 'pr-', SUFFIX],
  ['suffix', 'pr--1', SUFFIX],
  ['suffix', '../pr', SUFFIX],
  ['suffix', 'zz\n', SUFFIX],
  ['suffix', 'a'.repeat(101), SUFFIX],
  ['apiGatewayRole', 'yes', 'one of true, false'],
  ['threatDetection', 'True', 'one of true, false'],
  ['certificateArn', 'arn:aws:iam::111122223333:server-certificate/a', 'the ARN of an ACM certificate'],
  ['hostedZoneName', 'localhost', 'a domain name such as example.com'],
  ['hostedZoneId', '/hostedzone/Z1', 'the id of a hosted zone such as Z0123456789ABCDEFGHIJ'],
  ['image', 'a b', 'the name of a container image'],
  ['processorImage', '', 'build or the name of a container image'],
  ['auroraMysqlVersion', 'newest', 'an engine version such as 16.13'],
  ['pipelineRegion', 'us-east-1a', 'a Region such as eu-west-2'],
  ['postgresClass', 'db.t3.micro', 'an instance class without db. such as t3.micro'],
  ['dataTraceReason', ' ', 'a string that is not blank'],
  ['baselineImage', 'ami-1', 'the path of an SSM parameter such as /aws/service/ami'],
  ['databaseParameterPath', '/staging/two', 'a path below /production'],
  ['alarmEmail', 'ops', 'an email address'],
])('context %s=%j is refused in one line', (key, value, need) => {
  expect(() => checkContext((asked) => (asked === key ? value : undefined))).toThrow(expect.objectContaining({ message: `context ${key} must be ${need}, got '${value}'` }));
});

test('a key that the examples do not read is refused; keys of the CDK are not', () => {
  const none = () => undefined;
  expect(() => checkContext(none, ['suffix', 'lifecylce'])).toThrow(/^context key must be one of lifecycle, suffix, platforms, .*, got 'lifecylce'$/);
  expect(() => checkContext(none, ['suffix', 'aws:cdk:bundling-stacks', '@aws-cdk/core:x', 'cli-telemetry', 'availability-zones:account=1'])).not.toThrow();
});

test.each(Object.entries({
  lifecycle: ['production', 'ephemeral'],
  suffix: ['dev', 'pr-123', '2', 'a'.repeat(100)],
  platforms: ['loan', 'loan,ec2-baseline'],
  account: ['111122223333'],
  certificateArn: ['arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/a'],
  image: ['public.ecr.aws/nginx/nginx-unprivileged:stable'],
  auroraMysqlVersion: ['8.0.mysql_aurora.3.10.4'],
  postgresVersion: ['16.13'],
  postgresClass: ['t3.micro', 'm7g.large'],
  pipelineRegion: ['us-gov-west-1'],
  databaseParameterPath: ['/production/database', '/production/two'],
}).flatMap(([key, values]) => values.map((value) => [key, value])))('context %s=%s is accepted', (key, value) => {
  expect(() => checkContext((asked) => (asked === key ? value : undefined))).not.toThrow();
});
