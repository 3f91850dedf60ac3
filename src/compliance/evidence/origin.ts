import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { compare, known } from './inventory/inventory';
import { headCommit, isDirty } from './repository';
import { cdkVersion, ownVersion } from './versions';
import { Json, RenderedTemplate } from '../rendered';

/** What the evidence is of: the code, the synthesis, and the stacks that its templates are for. */
export interface EvidenceOrigin {
  /** Commit that is checked out. Omitted outside a Git repository. */
  readonly commit?: string;
  /** Whether files differ from the commit, or are not part of it. Omitted where Git cannot tell. */
  readonly dirty?: boolean;
  readonly versions: { readonly 'cdk-regulated': string; readonly 'aws-cdk-lib': string };
  /** Lifecycle of the workload. Omitted for scopes that declare none. */
  readonly lifecycle?: string;
  /** Context that the CDK CLI passed to the app and that no file of the project has. Omitted without the CLI. */
  readonly context?: Readonly<Record<string, string>>;
  readonly stacks: ReadonlyArray<{ readonly name: string; readonly account: string; readonly region: string; readonly template: string }>;
}

/** The origin of evidence about templates. Two runs of the same code with the same context have the same. */
export function originOf(templates: readonly RenderedTemplate[], lifecycle: string | undefined): EvidenceOrigin {
  const commit = headCommit()?.id;
  const dirty = commit === undefined ? undefined : isDirty();
  const context = contextOfCommand();
  return {
    ...(commit !== undefined && { commit }),
    ...(dirty !== undefined && { dirty }),
    versions: { 'cdk-regulated': ownVersion(), 'aws-cdk-lib': cdkVersion() },
    ...(lifecycle !== undefined && { lifecycle }),
    ...(context && { context }),
    stacks: templates
      .map(({ stack: { stackName, account, region, templateFile } }) => (
        { name: known(stackName), account: known(account), region: known(region), template: templateFile }))
      .sort((a, b) => compare(a.template, b.template)),
  };
}

// Settings of the CDK CLI and feature flags, which the CLI adds itself.
const OF_THE_CDK = /^(aws:|@aws-cdk|cli-)/;

// The CDK CLI joins the context of `cdk.json`, `cdk.context.json` and the command line in a variable of the environment.
function contextOfCommand(): Record<string, string> | undefined {
  const { CDK_CONTEXT_JSON: passed, CDK_CLI_ASM_VERSION: isCli } = process.env;
  if (passed === undefined || isCli === undefined) return undefined;
  const files = [contextIn('cdk.json')?.context, contextIn('cdk.context.json')];
  return Object.fromEntries(Object.entries<Json>(parsed(passed)).filter(([key, value]) => (
    typeof value === 'string' && !OF_THE_CDK.test(key) && !files.some((file) => file?.[key] === value))).sort(([a], [b]) => a < b ? -1 : 1));
}

function contextIn(file: string): Json | undefined {
  const path = join(process.cwd(), file);
  return existsSync(path) ? parsed(readFileSync(path, 'utf-8')) : undefined;
}

function parsed(text: string): Json {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
