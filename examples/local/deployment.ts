import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as path from 'path';
import * as readline from 'readline';
import { ACCOUNT, Cloud, LocalStack, STATE } from './cloud';

const ROOT = path.resolve(__dirname, '..', '..');
const CLI = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');

/** What a deployment to an account is asked for; nothing looks at it here. */
const VALUES = { ArtifactBucket: 'local-artifacts', ArtifactSha256: '0'.repeat(64), DomainName: 'local.example.com' };

/** A stack as the assembly of the examples app describes it. */
interface AssembledStack {
  readonly name: string;
  readonly region: string;
  readonly parameters: string[];
  readonly resources: number;
}

/** One platform in one environment, for example `loan-dev`. */
export class Deployment {
  /** Ends what is under way, with the processes that it has started itself; nothing is started any more. */
  public static async end(): Promise<void> {
    Deployment.ended = true;
    await Promise.all([...Deployment.children].filter(({ exitCode }) => exitCode === null).map((child) => {
      process.kill(-child.pid!, 'SIGKILL');
      return once(child, 'exit');
    }));
  }

  private static readonly children = new Set<ChildProcess>();
  private static ended = false;

  /** Name of its stage. */
  public readonly id: string;
  private readonly assembly: string;

  public constructor(
    private readonly cloud: Cloud, private readonly platform: string, private readonly suffix: string, private readonly flags: readonly string[],
  ) {
    this.id = `${platform}-${suffix}`;
    this.assembly = path.join(STATE, 'assemblies', this.id);
  }

  /** Synthesizes and deploys; a stack that is there is updated. */
  public async deploy(say: (line: string) => void): Promise<void> {
    const halfFinished = await this.halfFinished();
    if (halfFinished) throw new Error(halfFinished);
    await this.synthesize();
    const { stacks } = this;
    await this.prepare(stacks);
    const parameters: string[] = [];
    for (const { name, region, parameters: asked } of stacks) {
      const values: Record<string, string> = { ...VALUES, CertificateArn: asked.includes('CertificateArn') ? await this.certificate(region) : '' };
      for (const parameter of asked.filter((one) => values[one])) parameters.push('--parameters', `${name}:${parameter}=${values[parameter]}`);
    }
    const total = stacks.reduce((sum, { resources }) => sum + resources, 0);
    try {
      await this.cdk(['deploy', ...this.selected, '--require-approval', 'never', '--method', 'direct', '--progress', 'events', ...parameters],
        progress(this.id, total, /\| (CREATE|UPDATE)_COMPLETE/, say));
    } catch (error) {
      throw new Error([(error as Error).message, await this.halfFinished().catch(() => undefined)].filter(Boolean).join('\n'));
    }
  }

  /** Bootstraps the Regions that it is in. */
  public async bootstrap(): Promise<void> {
    await this.synthesize();
    await this.prepare(this.stacks);
  }

  /** Destroys what of it is there. */
  public async destroy(say: (line: string) => void): Promise<void> {
    if (this.stacks.length === 0) await this.synthesize();
    const total = this.stacks.reduce((sum, { resources }) => sum + resources, 0);
    await this.unprotect();
    await this.cdk(['destroy', ...this.selected, '--force', '--progress', 'events'], progress(this.id, total, /\| DELETE_(COMPLETE|SKIPPED)/, say));
  }

  private get selected(): string[] {
    return ['--app', this.assembly, `${this.id}/**`];
  }

  /** Its stacks, as it was last synthesized for this cloud. */
  public get stacks(): AssembledStack[] {
    const folder = path.join(this.assembly, `assembly-${this.id}`);
    if (!fs.existsSync(folder)) return [];
    const { artifacts } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf-8'));
    return Object.values<any>(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack').map(({ environment, properties }) => {
      const { Resources = {}, Parameters = {} } = JSON.parse(fs.readFileSync(path.join(folder, properties.templateFile), 'utf-8'));
      return {
        name: properties.stackName,
        region: /[^/]+$/.exec(environment)![0],
        parameters: Object.keys(Parameters),
        resources: Object.keys(Resources).length,
      };
    });
  }

  /** Those of its stacks that are there. */
  public async deployed(): Promise<LocalStack[]> {
    const names = this.stacks.map(({ name }) => name);
    return (await this.cloud.stacks()).filter(({ name }) => names.includes(name));
  }

  /** What there is to say of a stack that can be neither deployed nor updated. */
  private async halfFinished(): Promise<string | undefined> {
    const half = (await this.deployed()).find(({ status }) => !/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status));
    return half && `${half.name} is half-finished, in ${half.status}${half.reason && `: ${half.reason}`}, need \`npm run local -- destroy `
      + `${[this.platform, ...this.flags].join(' ')}\` first, or \`npm run local -- stop\` to be rid of everything`;
  }

  private async synthesize() {
    const context = [`platforms=${this.platform}`, `suffix=${this.suffix}`, `account=${ACCOUNT}`].flatMap((value) => ['-c', value]);
    await this.cdk(['synth', `${this.id}/**`, '--quiet', '--output', this.assembly, ...context, ...this.flags]);
  }

  private async prepare(stacks: readonly AssembledStack[]) {
    for (const region of new Set(stacks.map((stack) => stack.region))) await this.prepareRegion(region);
  }

  private async prepareRegion(region: string) {
    const done = path.join(STATE, 'bootstrapped', region);
    if (fs.existsSync(done)) return;
    await this.run(process.execPath, [CLI, 'bootstrap', `aws://${ACCOUNT}/${region}`, '--app', '', '--output', path.join(STATE, 'assemblies', 'bootstrap')], undefined, region);
    fs.mkdirSync(path.dirname(done), { recursive: true });
    fs.writeFileSync(done, '');
  }

  /** A certificate as ACM gives it, the same for every deployment of a Region. */
  private async certificate(region: string): Promise<string> {
    const python = path.join(STATE, 'venv', 'bin', 'python');
    const program = "import boto3; print(boto3.client('acm').request_certificate(DomainName='local.example.com', ValidationMethod='DNS')['CertificateArn'])";
    let arn = '';
    await this.run(python, ['-c', program], (line) => { arn = line.trim(); }, region);
    return arn;
  }

  // Protection is what `production` promises; whoever destroys the local cloud's copy means it.
  private async unprotect() {
    const python = path.join(STATE, 'venv', 'bin', 'python');
    for (const { name, region } of await this.deployed()) await this.run(python, [path.join(__dirname, 'unprotect.py'), name], undefined, region);
  }

  private cdk(args: string[], heard?: (line: string) => void): Promise<void> {
    return this.run(process.execPath, [CLI, ...args], heard);
  }

  private run(command: string, args: string[], heard: (line: string) => void = () => {}, region = 'us-east-1'): Promise<void> {
    if (Deployment.ended) return new Promise(() => {});
    const child = spawn(command, args, { cwd: ROOT, env: this.cloud.environment(region), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    Deployment.children.add(child);
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        heard(line);
      });
    }
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        Deployment.children.delete(child);
        if (code === 0) resolve();
        else reject(new Error(`${this.id}: ${path.basename(args[0] ?? command)} ${args[1] ?? ''} failed:\n${telling(output)}`));
      });
    });
  }
}

/** The lines that say what went wrong, each once, else the last ones. */
function telling(output: readonly string[]): string {
  const failed = output.filter((line) => /_FAILED|Error:|error:/.test(line)).map((line) => line.replace(/^.*\| (?=\w+_FAILED)/, '').replace(/ +\|/g, ' |'));
  return (failed.length ? [...new Set(failed)] : output).slice(-15).join('\n');
}

function progress(id: string, total: number, done: RegExp, say: (line: string) => void): (line: string) => void {
  let count = 0;
  return (line) => {
    if (!done.test(line) || /CDKToolkit/.test(line)) return;
    count += 1;
    if (count % 25 === 0 && count < total) say(`  ${id}  ${count} of ${total}`);
  };
}
