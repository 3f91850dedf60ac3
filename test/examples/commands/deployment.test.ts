import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as Local from '../../../examples/local/deployment';

const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'deployment-'));
process.env.LOCAL_CLOUD_STATE = parent;
let printed: string[];

jest.mock('../../../examples/local/children', () => ({
  ...jest.requireActual('../../../examples/local/children'),
  runChild: async ({ args, heard }: { args: string[]; heard?: (line: string) => void }) => {
    if (args[1] === 'destroy') printed.forEach((line) => heard?.(line));
  },
}));

afterAll(() => fs.rmSync(parent, { recursive: true }));

/** Destroys a platform while the CDK CLI prints events of CloudFormation, and returns the lines about it. */
async function destroyed(...events: Array<[status: string, type: string]>): Promise<string[]> {
  const { Deployment } = jest.requireActual<typeof Local>('../../../examples/local/deployment');
  printed = events.map(([status, type], index) => `loan-dev | ${index} | 10:00:0${index} AM | ${status.padEnd(20)} | ${type} | Some/Resource (Id${index})`);
  const lines: string[] = [];
  const cloud = { stacks: async () => [], environment: () => ({}) } as unknown as ConstructorParameters<typeof Deployment>[0];
  await new Deployment(cloud, 'loan', 'dev', []).destroy((line: string) => lines.push(line));
  return lines;
}

test('destroy lists the types that the deletion retains, with their numbers, and says that their names stay in use', async () => {
  const lines = await destroyed(
    ['DELETE_SKIPPED', 'AWS::Logs::LogGroup'], ['DELETE_COMPLETE', 'AWS::EC2::VPC'], ['DELETE_SKIPPED', 'AWS::KMS::Key'], ['DELETE_SKIPPED', 'AWS::Logs::LogGroup']);
  expect(lines.slice(-2)).toEqual([
    '  loan-dev  retained: 1 AWS::KMS::Key, 2 AWS::Logs::LogGroup',
    '  loan-dev  their names stay in use: before you deploy again, delete them, select another suffix, or run `npm run local -- stop`',
  ]);
});

test('destroy lists nothing if the deletion retains nothing', async () => {
  expect((await destroyed(['DELETE_COMPLETE', 'AWS::KMS::Key'])).filter((line) => /retained|names/.test(line))).toEqual([]);
});
