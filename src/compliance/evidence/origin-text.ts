import { EvidenceOrigin } from './origin';

interface Dated {
  readonly origin: EvidenceOrigin;
  readonly asOf?: string;
}

/** The origin as terms with their texts, for people. */
export function originText({ origin, asOf }: Dated): Array<[term: string, text: string]> {
  const { versions, lifecycle, context } = origin;
  return [
    ['Code', codeOf(origin, asOf)],
    ['Made with', Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')],
    ...lifecycle === undefined ? [] : [['Lifecycle', lifecycle] as [string, string]],
    ['Account', placesOf(origin, 'account')],
    ['Region', placesOf(origin, 'region')],
    ...context === undefined ? [] : [['Command', commandOf(context)] as [string, string]],
  ];
}

/** Accounts or Regions of the stacks, each once. */
export function placesOf({ stacks }: EvidenceOrigin, key: 'account' | 'region'): string {
  return [...new Set(stacks.map((stack) => stack[key]))].sort().join(', ') || 'no stack';
}

function codeOf({ commit, dirty }: EvidenceOrigin, asOf: string | undefined): string {
  const time = asOf === undefined ? '' : ` of ${asOf.replace('T', ' ').replace('Z', ' UTC')}`;
  if (commit === undefined) return `outside a Git repository${time && `, code${time}`}: nothing relates the evidence to a version of the code`;
  const state = { true: ', with changes that are not committed', false: ', without other changes', undefined: '' }[`${dirty}` as const];
  return `commit ${commit}${time && `, code${time}`}${state}`;
}

function commandOf(context: Readonly<Record<string, string>>): string {
  return ['npx cdk synth', ...Object.entries(context).map(([key, value]) => `-c ${quoted(`${key}=${value}`)}`)].join(' ');
}

function quoted(text: string): string {
  return /^[\w.,:@%/+=-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
