import { parseArgs } from 'util';
import { SEVERITIES } from './check';
import { DEFAULT_FRAMEWORK } from './frameworks';
import { frameworksFrom, safeguardsFrom } from './own-rules';
import { GivenParameters, parametersFrom } from './parameters';
import { UsageError } from './usage-error';
import { Framework } from '../compliance/model/framework';
import { Severity } from '../compliance/model/safeguard';
import { OwnSafeguard } from '../compliance/own-safeguards';

export const USAGE = `Usage: cdk-regulated <command>

  check [options] <files or folders>   judges CloudFormation templates and cdk.out folders (default: .;
                                       - for a template on the standard input)
  list safeguards|frameworks|controls  lists what templates are judged against
  explain <safeguard or control>       says why a safeguard matters and how to meet it, or what proves a
                                       control and what is left of it
  init [options] <platform>            writes a small app with an example platform into this folder:
                                       ec2-baseline, loan, payment, pipeline or transactions

Options of check and list
  --framework F         id of a framework, or a JSON file with one, can be repeated (default: that of
                        the app for a cdk.out folder, that of --baseline, otherwise ${DEFAULT_FRAMEWORK.id})

Options of check
  --safeguards FILE     JavaScript module with safeguards of your own, which the command runs, can be
                        repeated
  --parameters P        Name=Value, or a JSON or YAML file with parameters of the deployment, can be
                        repeated; other parameters have their defaults
  --format F            human (default), json, sarif or junit
  --output FILE         writes the format to a file, and the human report to the standard output
  --evidence DIR        writes the evidence and the control matrix of each workload
  --baseline FILE       findings in the file do not count
  --write-baseline      writes the findings to the file of --baseline
  --fail-on SEVERITY    critical, high, medium, low, informational (default) or never
  --resources-only      leaves out findings about the workload as a whole

Options of init
  --language L          typescript (default); python for loan and transactions

Exit codes
  0  no findings of the severity of --fail-on or above
  1  findings
  2  wrong arguments, or an input that cannot be read; the other inputs are judged
`;

const FORMATS = ['human', 'json', 'sarif', 'junit'] as const;

export interface Arguments {
  readonly operands: readonly string[];
  /** Empty where the call names none. */
  readonly frameworks: readonly Framework[];
  /** Safeguards that the call adds. */
  readonly safeguards: readonly OwnSafeguard[];
  /** Undefined where the call names no values. */
  readonly parameters?: GivenParameters;
  readonly format: typeof FORMATS[number];
  readonly output?: string;
  readonly evidence?: string;
  readonly baseline?: string;
  readonly writesBaseline: boolean;
  /** Severities that fail the call. */
  readonly failOn: readonly Severity[];
  readonly resourcesOnly: boolean;
  readonly language?: string;
  readonly help: boolean;
  readonly version: boolean;
}

const OPTIONS = {
  'framework': { type: 'string', multiple: true },
  'safeguards': { type: 'string', multiple: true },
  'parameters': { type: 'string', multiple: true },
  'format': { type: 'string' },
  'output': { type: 'string' },
  'evidence': { type: 'string' },
  'baseline': { type: 'string' },
  'write-baseline': { type: 'boolean' },
  'fail-on': { type: 'string' },
  'resources-only': { type: 'boolean' },
  'language': { type: 'string' },
  'help': { type: 'boolean', short: 'h' },
  'version': { type: 'boolean' },
} as const;

/** Options of each command. All have `--help` and `--version`. */
const OPTIONS_OF: Readonly<Record<string, ReadonlyArray<keyof typeof OPTIONS> | undefined>> = {
  check: ['framework', 'safeguards', 'parameters', 'format', 'output', 'evidence', 'baseline', 'write-baseline', 'fail-on', 'resources-only'],
  list: ['framework'],
  explain: [],
  init: ['language'],
};

/**
 * @param command the command before the arguments
 * @throws UsageError if an option or its value is unknown, or is one of another command
 */
export function argumentsOf(args: readonly string[], command = ''): Arguments {
  const { values, positionals } = valuesOf(args);
  const taken = OPTIONS_OF[command];
  const foreign = (Object.keys(values) as Array<keyof typeof OPTIONS>).find((name) => taken && ![...taken, 'help', 'version'].includes(name));
  if (foreign) throw new UsageError(`${command} does not take --${foreign}`);
  const format = FORMATS.find((each) => each === (values.format ?? 'human'));
  if (!format) throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got '${values.format}'`);
  if (values['write-baseline'] && values.baseline === undefined) throw new UsageError('--write-baseline needs --baseline FILE');
  const empty = (['output', 'evidence', 'baseline'] as const).find((name) => values[name] === '');
  if (empty) throw new UsageError(`--${empty} must be a path, got ''`);
  const safeguards = (values.safeguards ?? []).flatMap(safeguardsFrom);
  return {
    operands: positionals,
    frameworks: frameworksFrom(values.framework ?? [], safeguards),
    safeguards,
    parameters: values.parameters && parametersFrom(values.parameters),
    format,
    output: values.output,
    evidence: values.evidence,
    baseline: values.baseline,
    writesBaseline: values['write-baseline'] ?? false,
    failOn: severitiesFrom(values['fail-on'] ?? 'informational'),
    resourcesOnly: values['resources-only'] ?? false,
    language: values.language,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

function severitiesFrom(least: string): readonly Severity[] {
  if (least === 'never') return [];
  const position = SEVERITIES.findIndex((severity) => severity === least);
  if (position < 0) throw new UsageError(`--fail-on must be one of ${SEVERITIES.join(', ')}, never, got '${least}'`);
  return SEVERITIES.slice(0, position + 1);
}
