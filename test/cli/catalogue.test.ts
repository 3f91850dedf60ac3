import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';
import { explanation } from '../../src/cli/catalogue';
import { wrapped } from '../../src/cli/output/layout';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const TOPIC = 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n';
const explained = (id: string) => explanation(SAFEGUARDS.find((each) => each.id === id)!);
const part = (lines: string[], title: string) => {
  const start = lines.indexOf(title) + 1;
  const end = lines.indexOf('', start);
  return lines.slice(start, end < 0 ? undefined : end);
};

test('an explanation has a part for each question', () => {
  const { statement, rationale, remedy } = SAFEGUARDS.find(({ id }) => id === 'SNS.TopicEncrypted')!;
  const lines = explained('SNS.TopicEncrypted');
  const start = wrapped(`SNS.TopicEncrypted (medium): ${statement}.`);
  expect(lines.slice(0, start.length + 1)).toEqual([...start, '']);
  expect(lines.filter((line) => /^[A-Z]/.test(line) && !start.includes(line)))
    .toEqual(['Why', 'Judged', 'Fix with the CDK', 'Fix in a template', 'Acknowledge in a template', 'Published as', 'Controls']);
  expect(part(lines, 'Why')).toEqual(wrapped(`${rationale}.`, '  '));
  expect(part(lines, 'Judged')).toEqual(['  AWS::SNS::Topic']);
  expect(part(lines, 'Fix with the CDK')).toEqual(wrapped(`${remedy}.`, '  '));
  expect(part(lines, 'Fix in a template')).toEqual(['  AWS::SNS::Topic:', '    KmsMasterKeyId: !Ref <key>']);
  expect(part(lines, 'Acknowledge in a template')).toEqual([
    '  Metadata:', '    cdk-regulated:', '      acknowledge:', '        - id: SNS.TopicEncrypted', '          reason: <at least 20 characters and 4 words>',
  ]);
  const published = part(lines, 'Published as');
  expect(published.map((line) => line.split(':')[0])).toEqual(['  AWS Security Hub', '  cdk-nag', '  Prowler', '  https']);
  expect(published[0]).toBe('  AWS Security Hub: SNS.1');
  expect(part(lines, 'Controls').every((line) => line.startsWith('  '))).toBe(true);
});

test('safeguards of the workload as a whole, and of every resource, name what they judge', () => {
  const whole = SAFEGUARDS.filter((each) => !('on' in each)).map(({ id }) => id);
  const every = SAFEGUARDS.filter((each) => 'on' in each && each.on.includes('*')).map(({ id }) => id);
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.filter((id) => part(explained(id), 'Judged')[0] !== '  the workload as a whole')).toEqual([]);
  expect(every.filter((id) => part(explained(id), 'Judged')[0] !== '  every resource')).toEqual([]);
  expect(part(explained('Config.Delivered'), 'Fix in a template')).toEqual(['  Add AWS::Config::DeliveryChannel:', '    S3BucketName: !Ref <bucket>']);
  expect(part(explained('S3.BucketTlsOnly'), 'Fix in a template').slice(2, 4))
    .toEqual(['    PolicyDocument.Statement: [{Effect: Deny, Principal: "*", Action: "s3:*", Resource: [!GetAtt', '      <resource>.Arn, !Sub "${<resource>.Arn}/*"], Condition: {Bool: {"aws:SecureTransport":']);
  expect(part(explained('Workload.RequiredTags'), 'Fix in a template')).toEqual(['  # Tags of the resource: the tags in the finding']);
  expect(part(explained('VPC.NoInternetRoute'), 'Fix in a template'))
    .toEqual(['  AWS::EC2::Route:', '    NatGatewayId: !Ref <NAT gateway>', '    (omit GatewayId)', '    # or a DestinationCidrBlock that is not 0.0.0.0/0']);
  const uncited = SAFEGUARDS.filter(({ always }) => always).map(({ id }) => explained(id)).filter((lines) => !lines.includes('Controls'));
  expect(uncited.map((lines) => lines.slice(-2)).filter(([blank, last]) => blank !== '' || last !== 'Applies to every workload.')).toEqual([]);
});

test('list alone lists safeguards', () => {
  expect(command('.', ['list']).out).toBe(command('.', ['list', 'safeguards']).out);
});

test('a report in a file of another format is shown for a reader too, and a report for a reader is not shown twice', () => {
  const folder = folderOf({ 't.yaml': TOPIC });
  const human = command(folder, ['check', 't.yaml']).out;
  expect(command(folder, ['check', 't.yaml', '--format', 'json', '--output', 'out/r.json']).out).toBe(human);
  expect(command(folder, ['check', 't.yaml', '--output', 'out/r.txt'], { isColored: true }).out).toBe('');
  expect(fs.readFileSync(path.join(folder, 'out', 'r.txt'), 'utf-8')).toBe(human);
});

test('progress in a terminal stays in one line', () => {
  const many = folderOf(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`t${index}.yaml`, TOPIC])));
  expect(command(many, ['check', '.'], { isInteractive: true }).err).toBe('\r21 templates read\r21 templates judged\n');
  const few = folderOf(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`t${index}.yaml`, TOPIC])));
  expect(command(few, ['check', '.'], { isInteractive: true }).err).toBe('');
});

test('empty sections are none', () => {
  const folder = folderOf({ 't.yaml': `Parameters:\nConditions:\n${TOPIC}` });
  expect(command(folder, ['check', 't.yaml'])).toMatchObject({ code: 1, err: '' });
});
