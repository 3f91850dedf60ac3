import { spawnSync } from 'child_process';
import * as path from 'path';
import { folderOf } from './support';

const REPOSITORY = path.resolve(__dirname, '../..');
const COMMAND = [process.execPath, '--import', 'tsx', path.join(REPOSITORY, 'src/cli/main.ts')];

test('the reader of the standard error output can be gone', () => {
  const template = path.join(folderOf({ 'good.yaml': 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n' }), 'good.yaml');
  const { status, stdout } = spawnSync('bash', ['-c', '"$@" 2> >(exec true)', 'bash', ...COMMAND, 'check', 'missing', template], { cwd: REPOSITORY, encoding: 'utf-8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: expect.stringContaining('in 1 template with 1 resource') });
});

test('a template comes from the standard input, also from a writer that is slow', () => {
  const piped = spawnSync('bash', ['-c', '(printf "Resources:\\n"; sleep 0.2; printf "  Topic:\\n    Type: AWS::SNS::Topic\\n") | "$@"', 'bash', ...COMMAND, 'check', '-'], { cwd: REPOSITORY, encoding: 'utf-8' });
  expect(piped.stderr).toBe('');
  expect(piped.stdout).toContain('stdin:2:3 Topic');
});
