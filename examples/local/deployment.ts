import * as fs from 'fs';
import * as path from 'path';
import { ChildFailed, runChild } from './children';
import { ACCOUNT, Cloud, LocalStack, LOCKS } from './cloud';
import { PYTHON } from './installation';
import { STATE } from './state';
import { CLI } from '../offline';

const ROOT = path.resolve(__dirname, '..', '..');

/** Values of stack parameters. The local cloud does not use them. */
const VALUES = { ArtifactBucket: 'local-artifacts', ArtifactSha256: '0'.repeat(64), DomainName: 'local.example.com' };

/** Flag of a deployment. All others belong to the synthesis. With it, a failed deployment keeps what it created, and the next one continues. */
export const NO_ROLLBACK = '--no-rollback';

/** A stack in the cloud assembly of the examples. */
interface AssembledStack {
  readonly name: string;
  readonly region: string;
  readonly parameters: string[];
  readonly resources: number;
}

/** A platform in an environment, for example `loan-dev`. */
export class Deployment {
  /** Name of the stage. */
  public readonly id: string;
  private readonly assembly: string;

  public constructor(
    private readonly cloud: Cloud, private readonly platform: string, private readonly suffix: string, private readonly flags: readonly string[],
  ) {
    this.id = `${platform}-${suffix}`;
    this.assembly = path.join(STATE, 'assemblies', this.id);
  }

  /** Synthesizes, then creates or updates the stacks. */
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
      await this.cdk(['deploy', ...this.selected, '--require-approval', 'never', '--method', 'direct', '--progress', 'events', ...this.deployFlags, ...parameters],
        progress(this.id, total, /\| (CREATE|UPDATE)_COMPLETE/, say));
    } catch (error) {
      throw new Error([(error as Error).message, await this.halfFinished().catch(() => undefined)].filter(Boolean).join('\n'));
    }
  }

  /** Bootstraps the Regions of the stacks. */
  public async bootstrap(): Promise<void> {
    await this.synthesize();
    await this.prepare(this.stacks);
  }

  /** Deletes the deployed stacks. */
  public async destroy(say: (line: string) => void): Promise<void> {
    if (this.stacks.length === 0) await this.synthesize();
    const total = this.stacks.reduce((sum, { resources }) => sum + resources, 0);
    await this.unprotect();
    const retained = new Map<string, number>();
    const count = progress(this.id, total, /\| DELETE_(COMPLETE|SKIPPED)/, say);
    await this.cdk(['destroy', ...this.selected, '--force', '--progress', 'events'], (line) => {
      count(line);
      const type = /\| DELETE_SKIPPED +\| (\S+)/.exec(line)?.[1];
      if (type) retained.set(type, (retained.get(type) ?? 0) + 1);
    });
    if (retained.size === 0) return;
    say(`  ${this.id}  retained: ${[...retained].sort().map(([type, number]) => `${number} ${type}`).join(', ')}`);
    say(`  ${this.id}  their names stay in use: before you deploy again, delete them, select another suffix, or run \`npm run local -- stop\``);
  }

  private get deployFlags(): string[] {
    return this.flags.filter((flag) => flag === NO_ROLLBACK);
  }

  private get selected(): string[] {
    return ['--app', this.assembly, `${this.id}/**`];
  }

  /** Stacks of the last synthesis for this local cloud. */
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

  /** Deployed stacks. */
  public async deployed(): Promise<LocalStack[]> {
    const names = this.stacks.map(({ name }) => name);
    return (await this.cloud.stacks()).filter(({ name }) => names.includes(name));
  }

  /** Message about a stack with a status that permits neither creation nor update. */
  private async halfFinished(): Promise<string | undefined> {
    const ready = this.deployFlags.length ? /^(CREATE|UPDATE)_(COMPLETE|FAILED)$|^(IMPORT|UPDATE_ROLLBACK)_COMPLETE$/ : /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/;
    const half = (await this.deployed()).find(({ status }) => !ready.test(status));
    return half && `${half.name} cannot be deployed in status ${half.status}${half.reason && ` (${half.reason})`}, run \`npm run local -- destroy `
      + `${[this.platform, ...this.flags].join(' ')}\` first, or \`npm run local -- stop\` to delete all stacks`;
  }

  private async synthesize() {
    const context = [`platforms=${this.platform}`, `suffix=${this.suffix}`, `account=${ACCOUNT}`].flatMap((value) => ['-c', value]);
    await this.cdk(['synth', `${this.id}/**`, '--quiet', '--output', this.assembly, ...context, ...this.flags.filter((flag) => flag !== NO_ROLLBACK)]);
  }

  private async prepare(stacks: readonly AssembledStack[]) {
    for (const region of new Set(stacks.map((stack) => stack.region))) await this.prepareRegion(region);
  }

  private async prepareRegion(region: string) {
    const done = path.join(STATE, 'bootstrapped', region);
    if (fs.existsSync(done)) return;
    await LOCKS.with(`bootstrap-${region}`, () => {}, async () => {
      if (fs.existsSync(done)) return;
      const output = path.join(STATE, 'assemblies', `bootstrap-${region}`);
      await this.run(process.execPath, [CLI, 'bootstrap', `aws://${ACCOUNT}/${region}`, '--app', '', '--output', output], undefined, region);
      fs.mkdirSync(path.dirname(done), { recursive: true });
      fs.writeFileSync(done, '');
    });
  }

  /** ARN of an ACM certificate, the same for every deployment in a Region. */
  private async certificate(region: string): Promise<string> {
    const program = "import boto3; print(boto3.client('acm').request_certificate(DomainName='local.example.com', ValidationMethod='DNS')['CertificateArn'])";
    let arn = '';
    await this.run(PYTHON, ['-c', program], (line) => { arn = line.trim(); }, region);
    return arn;
  }

  // The `production` lifecycle sets deletion protection, which prevents `destroy`.
  private async unprotect() {
    for (const { name, region } of await this.deployed()) await this.run(PYTHON, [path.join(__dirname, 'unprotect.py'), name], undefined, region);
  }

  private cdk(args: string[], heard?: (line: string) => void): Promise<void> {
    return this.run(process.execPath, [CLI, ...args], heard);
  }

  private async run(command: string, args: string[], heard?: (line: string) => void, region = 'us-east-1'): Promise<void> {
    try {
      await runChild({ command, args, heard, cwd: ROOT, env: this.cloud.environment(region) });
    } catch (error) {
      if (!(error instanceof ChildFailed)) throw error;
      throw new Error(`${this.id}: ${path.basename(args[0] ?? command)} ${args[1] ?? ''} failed:\n${failureLines(error.output)}`);
    }
  }
}

/** Unique lines with errors, or the last lines if there are none. */
function failureLines(output: readonly string[]): string {
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
