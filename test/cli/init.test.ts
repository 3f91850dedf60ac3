import * as fs from 'fs';
import * as path from 'path';
import { command, folderOf } from './support';
import { PLATFORM_NAMES } from '../../examples/platform-names';

const ROOT = path.resolve(__dirname, '../..');

function filesIn(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

describe('cdk-regulated init', () => {
  test('writes an app with the platform, and says what is next', () => {
    const folder = folderOf({ 'notes.txt': 'mine' });
    expect(command(folder, ['init', 'loan'])).toEqual({
      code: 0, err: '', out: 'The loan platform: 10 files. README.md describes them. Next:\n\n  npm install\n  npx cdk synth\n',
    });
    expect(filesIn(folder)).toEqual([
      '.gitignore', 'README.md', 'bin/loan.ts', 'cdk.json', 'lib/inputs.ts', 'lib/loan-platform.ts', 'lib/settings.ts', 'notes.txt', 'package.json', 'test/loan.test.ts', 'tsconfig.json',
    ]);
    const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf-8')).dependencies).toEqual({
      'aws-cdk-lib': '^2.263.0', 'cdk-regulated': `^${version}`, 'constructs': '^10.5.1',
    });
  });

  test.each(PLATFORM_NAMES)('writes the %s platform of the examples, which differs in its imports only', (platform) => {
    const folder = folderOf({});
    expect(command(folder, ['init', platform, '--language', 'typescript']).code).toBe(0);
    const name = `${platform}-platform.ts`;
    const example = fs.readFileSync(path.join(ROOT, 'examples', platform, name), 'utf-8');
    expect(fs.readFileSync(path.join(folder, 'lib', name), 'utf-8'))
      .toBe(example.replace("'../../src'", "'cdk-regulated'").replace("'../inputs'", "'./inputs'").replace("'../settings'", "'./settings'"));
    const { context } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf-8'));
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'cdk.json'), 'utf-8'))).toEqual({ app: `node --import tsx bin/${platform}.ts`, context });
  });

  test('writes settings that the platform reads, and no others', () => {
    const folder = folderOf({});
    command(folder, ['init', 'ec2-baseline']);
    const declared = [...fs.readFileSync(path.join(folder, 'lib/settings.ts'), 'utf-8').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, key]) => key);
    const described = [...fs.readFileSync(path.join(folder, 'README.md'), 'utf-8').matchAll(/^\| (`\w+`(, `\w+`)*) \|/gm)].flatMap(([, keys]) => keys.replaceAll('`', '').split(', '));
    expect(declared.filter((key) => !['need', 'accepts'].includes(key))).toEqual([
      'lifecycle', 'suffix', 'account', 'certificateArn', 'domainName', 'hostedZoneId', 'hostedZoneName', 'baselineImage', 'baselinePostgresVersion', 'configRecorder',
      'databaseParameterPath', 'alarmEmail',
    ]);
    expect([...described].sort()).toEqual(declared.filter((key) => !['need', 'accepts'].includes(key)).sort());
  });

  test('writes the program in Python', () => {
    const folder = folderOf({});
    expect(command(folder, ['init', 'transactions', '--language', 'python']).out)
      .toBe('The transactions platform: 12 files. README.md describes them. Next:\n\n  python3 -m venv .venv && . .venv/bin/activate\n  pip install .\n  npx aws-cdk@2 synth\n');
    expect(filesIn(folder)).toContain('app/bootstrap/1-node.sh');
    expect(fs.readFileSync(path.join(folder, 'app.py'), 'utf-8')).toContain('BOOTSTRAP = Path(__file__).parent / "app" / "bootstrap"\n');
    const readme = fs.readFileSync(path.join(folder, 'README.md'), 'utf-8');
    expect(readme).not.toContain('](../');
    expect([...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key)).toEqual(['lifecycle', 'suffix']);
  });

  test.each(['loan', 'transactions'] as const)('writes a unit test of the %s platform in Python', (platform) => {
    const folder = folderOf({});
    command(folder, ['init', platform, '--language', 'python']);
    expect(fs.readFileSync(path.join(folder, 'test_app.py'), 'utf-8')).toBe(fs.readFileSync(path.join(ROOT, 'examples', platform, 'python/test_app.py'), 'utf-8'));
    expect(fs.readFileSync(path.join(folder, 'pyproject.toml'), 'utf-8')).toContain('"pytest"');
  });

  test('keeps the files of a new repository', () => {
    const folder = folderOf({ 'README.md': 'mine', 'LICENSE': 'mine', '.git/HEAD': '', '.gitignore': '/node_modules\nnode_modules\n*.log' });
    expect(command(folder, ['init', 'loan']).out).toMatch(/^The loan platform: 9 files\. loan\.md describes them\./);
    const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf-8');
    expect(['README.md', 'LICENSE', '.gitignore'].map(read)).toEqual(['mine', 'mine', '/node_modules\nnode_modules\n*.log\ncdk.out/\n']);
    expect(read('loan.md')).toMatch(/^# loan\n/);
    expect(JSON.parse(read('package.json')).engines).toEqual({ node: JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8')).engines.node });
    const ended = folderOf({ '.gitignore': '*.log\n' });
    command(ended, ['init', 'loan']);
    expect(fs.readFileSync(path.join(ended, '.gitignore'), 'utf-8')).toBe('*.log\nnode_modules/\ncdk.out/\n');
    const complete = folderOf({ '.gitignore': 'node_modules/\ncdk.out/\n' });
    command(complete, ['init', 'loan']);
    expect(fs.readFileSync(path.join(complete, '.gitignore'), 'utf-8')).toBe('node_modules/\ncdk.out/\n');
  });

  test('refuses a folder with a file of the app, and writes nothing', () => {
    const folder = folderOf({ 'package.json': '{}', 'tsconfig.json': '', 'cdk.json': '{}', 'lib/settings.ts': '' });
    expect(command(folder, ['init', 'loan'])).toEqual({
      code: 2, out: '', err: 'cdk-regulated: the folder must have no file of the app, got package.json, cdk.json, tsconfig.json and 1 more (see cdk-regulated --help)\n',
    });
    expect(filesIn(folder)).toEqual(['cdk.json', 'lib/settings.ts', 'package.json', 'tsconfig.json']);
  });

  test('refuses unknown platforms and languages', () => {
    const errorOf = (...args: string[]) => command(folderOf({}), ['init', ...args]);
    const known = 'ec2-baseline, loan, payment, pipeline, transactions';
    expect(errorOf('bank')).toEqual({ code: 2, out: '', err: `cdk-regulated: init takes one of ${known}, got 'bank' (see cdk-regulated --help)\n` });
    expect(errorOf('loan', 'payment').err).toBe(`cdk-regulated: init takes one of ${known}, got 'loan payment' (see cdk-regulated --help)\n`);
    expect(errorOf().err).toBe(`cdk-regulated: init takes one of ${known}, got none (see cdk-regulated --help)\n`);
    expect(errorOf('loan', '--language', 'go').err).toBe("cdk-regulated: --language of loan must be typescript or python, got 'go' (see cdk-regulated --help)\n");
    expect(errorOf('payment', '--language', 'python').err).toBe("cdk-regulated: --language of payment must be typescript, got 'python' (see cdk-regulated --help)\n");
    expect(errorOf('loan', '--language', 'constructor').code).toBe(2);
  });
});
