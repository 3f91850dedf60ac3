import { parseArgs } from 'util';
import { PLATFORM_NAMES } from './platform-names';

/** Values that a context key accepts. */
interface Rule {
  readonly need: string;
  readonly accepts: (value: string) => boolean;
}

const like = (pattern: RegExp, need: string): Rule => ({ need, accepts: (value) => pattern.test(value) });
const oneOf = (...values: string[]): Rule => ({ need: `one of ${values.join(', ')}`, accepts: (value) => values.includes(value) });

const TEXT = like(/\S/, 'a string that is not blank');
const DOMAIN = like(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain name such as example.com');
const REGION = like(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, 'a Region such as eu-west-2');
const VERSION = like(/^\d+(\.\w+)+$/, 'an engine version such as 16.13');

/** Context keys of the examples, without loading the library. */
const RULES: Readonly<Record<string, Rule>> = {
  lifecycle: oneOf('production', 'ephemeral'),
  // Database and load balancer identifiers neither end with a hyphen nor contain two in a row (RDS User Guide, Naming constraints).
  suffix: {
    need: '1 to 100 lower-case letters, digits and single hyphens between them',
    accepts: (value) => value.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
  },
  platforms: {
    need: `some of ${PLATFORM_NAMES.join(', ')}, each once`,
    accepts: (value) => {
      const names = value.split(',');
      return new Set(names).size === names.length && names.every((name) => PLATFORM_NAMES.includes(name as typeof PLATFORM_NAMES[number]));
    },
  },
  account: like(/^\d{12}$/, 'an account id of 12 digits'),
  certificateArn: like(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/, 'the ARN of an ACM certificate'),
  domainName: DOMAIN,
  hostedZoneId: like(/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone such as Z0123456789ABCDEFGHIJ'),
  hostedZoneName: DOMAIN,
  image: like(/^\S+$/, 'the name of a container image'),
  auroraMysqlVersion: VERSION,
  pipelineRegion: REGION,
  pipelineReplicaRegion: REGION,
  processorImage: like(/^\S+$/, 'build or the name of a container image'),
  postgresVersion: VERSION,
  postgresClass: like(/^(?!db\.)[a-z0-9-]+\.[a-z0-9-]+$/, 'an instance class without db. such as t3.micro'),
  dataTraceReason: TEXT,
  apiGatewayRole: oneOf('true', 'false'),
  baselineImage: like(/^\/\S+$/, 'the path of an SSM parameter such as /aws/service/ami'),
  baselinePostgresVersion: VERSION,
  configRecorder: TEXT,
  databaseParameterPath: like(/^\/production(\/[\w.-]+)+$/, 'a path below /production'),
  threatDetection: oneOf('true', 'false'),
  alarmEmail: like(/^[^\s@]+@[^\s@]+$/, 'an email address'),
};
/** Default of `pipelineRegion`, as in the platform, whose folder is also a template of `init`. */
const PIPELINE_REGION = 'us-east-1';
const ZONE = ['domainName', 'hostedZoneId', 'hostedZoneName'];

/**
 * Checks the context of the examples. Throws an error with a message of one line.
 * @param keys keys of the context. Those of the CDK contain a colon, a slash or a hyphen
 */
export function checkContext(valueOf: (key: string) => unknown, keys: readonly string[] = []): void {
  const unknown = keys.find((key) => !Object.hasOwn(RULES, key) && /^\w+$/.test(key));
  if (unknown !== undefined) throw new Error(`context key must be one of ${Object.keys(RULES).join(', ')}, got '${unknown}'`);
  for (const [key, { need, accepts }] of Object.entries(RULES)) {
    const value = valueOf(key);
    if (value !== undefined && !accepts(String(value))) throw new Error(`context ${key} must be ${need}, got '${value}'`);
  }
  const missing = ZONE.filter((key) => valueOf(key) === undefined);
  if (missing.length > 0 && missing.length < ZONE.length) {
    throw new Error(`context must have all or none of ${ZONE.join(', ')}, got no ${missing.join(' and no ')}`);
  }
  const region = valueOf('pipelineRegion') ?? PIPELINE_REGION;
  if (valueOf('pipelineReplicaRegion') === region) throw new Error(`context pipelineReplicaRegion must differ from pipelineRegion, got '${region}' for both`);
}

/** Flags of a command line. */
interface Flags {
  readonly context: Readonly<Record<string, string>>;
  /** Folder of `--output`. */
  readonly output?: string;
  /** Command of `--app`. */
  readonly app?: string;
  readonly words: readonly string[];
  /** Names of other flags, as written. */
  readonly others: readonly string[];
}

const OPTIONS = {
  context: { type: 'string', short: 'c' },
  output: { type: 'string', short: 'o' },
  app: { type: 'string', short: 'a' },
} as const;

/** Reads flags in every form that the CDK CLI accepts: `-c k=v`, `-ck=v`, `-c=k=v`, `--context k=v`, `--context=k=v`. Checks the context. */
export function parseFlags(args: readonly string[]): Flags {
  const { tokens, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const context: Record<string, string> = {};
  const single: { output?: string; app?: string } = {};
  const others: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, inlineValue } = token;
    if (!Object.hasOwn(OPTIONS, name)) {
      others.push(rawName);
      continue;
    }
    // `-c=k=v`: Node keeps the first equals sign of a short option.
    const value = inlineValue && !rawName.startsWith('--') ? token.value?.replace(/^=/, '') : token.value;
    if (name !== 'context') {
      if (!value) throw new Error(`${rawName} must have a value, got none`);
      single[name as 'output' | 'app'] = value;
      continue;
    }
    const [, key, text] = /^([^=]+)=(.*)$/s.exec(value ?? '') ?? [];
    if (key === undefined) throw new Error(`${rawName} must be followed by key=value, got '${value ?? ''}'`);
    // Keys of the CDK contain a colon or a slash.
    if (!Object.hasOwn(RULES, key) && !/[:/]/.test(key)) throw new Error(`context key must be one of ${Object.keys(RULES).join(', ')}, got '${key}'`);
    context[key] = text;
  }
  checkContext((key) => context[key]);
  return { context, ...single, words: positionals, others };
}
