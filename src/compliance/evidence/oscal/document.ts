import { uuid } from './uuid';
import { Evidence, OutcomeEvidence } from '../collect';

/** The version that compliance-trestle 5.2 reads. */
const OSCAL_VERSION = '1.2.1';
/** Namespace of the properties of the project (NIST OSCAL, Extending OSCAL models with props and links). */
const NAMESPACE = 'https://github.com/cdk-regulated/cdk-regulated';

export type Json = Readonly<Record<string, unknown>>;

/** Time of a document whose code has no known time. */
const UNKNOWN_TIME = '1970-01-01T00:00:00Z';

/** Time of the evidence, which OSCAL requires. */
export function timeOf({ asOf = UNKNOWN_TIME }: Evidence): string {
  return asOf;
}

/** A property of the project. Properties without a text are omitted. */
export function props(values: Readonly<Record<string, string | number | undefined>>): { readonly props?: readonly Json[] } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  // The data type of a value is a text without spaces around it, on one line.
  return entries.length === 0 ? {} : { props: entries.map(([name, value]) => ({ name, ns: NAMESPACE, value: oneLine(`${value}`) })) };
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The Nil UUID (RFC 9562, section 5.9). */
const NIL = '00000000-0000-0000-0000-000000000000';

/** The text of a document. Its UUID depends on its content. */
export function documentText(model: string, evidence: Evidence, title: string, body: Json): string {
  const { name, owner, asOf } = evidence;
  const party = owner === undefined ? undefined : uuid(name, 'party', owner);
  const content = {
    metadata: {
      title,
      'last-modified': timeOf(evidence),
      'version': asOf ?? 'time of the code not known',
      'oscal-version': OSCAL_VERSION,
      ...(party !== undefined && {
        'roles': [{ id: 'system-owner', title: 'System owner' }],
        'parties': [{ uuid: party, type: 'organization', name: owner }],
        'responsible-parties': [{ 'role-id': 'system-owner', 'party-uuids': [party] }],
      }),
      ...(asOf === undefined && { remarks: 'The times are placeholders: the code has no known time.' }),
    },
    ...body,
  };
  const text = JSON.stringify({ [model]: { uuid: NIL, ...content } }, null, 1);
  return `${text.replace(NIL, uuid(name, model, text))}\n`;
}

/** The tool that observes, and its parts of a document. */
const TOOL = uuid('cdk-regulated');
export const ORIGINS = { origins: [{ actors: [{ 'type': 'tool', 'actor-uuid': TOOL }] }] };
export const ASSETS = {
  'assessment-assets': {
    'components': [{
      uuid: TOOL,
      type: 'software',
      title: 'cdk-regulated',
      description: 'Judges the final CloudFormation templates of a workload. It does not read deployed resources.',
      status: { state: 'operational' },
    }],
    'assessment-platforms': [{ uuid: uuid('cdk-regulated', 'platform'), title: 'Synthesis of an AWS CDK app' }],
  },
};

/** UUID of the resource that an outcome is about, or of the workload. */
export function subjectOf(evidence: Evidence, { path, template, logicalId }: OutcomeEvidence): string {
  return idIn(evidence, 'resource', path, template, logicalId ?? '');
}

export function observationOf(evidence: Evidence, safeguard: string): string {
  return idIn(evidence, 'observation', safeguard);
}

export function riskOf(evidence: Evidence, outcome: OutcomeEvidence): string {
  return idIn(evidence, 'risk', outcome.safeguard, subjectOf(evidence, outcome));
}

// The documents refer to each resource, observation and risk many times.
const IDS = new WeakMap<Evidence, Map<string, string>>();

function idIn(evidence: Evidence, ...name: readonly string[]): string {
  let ids = IDS.get(evidence);
  if (!ids) IDS.set(evidence, ids = new Map());
  const key = name.join('\n');
  let id = ids.get(key);
  if (id === undefined) ids.set(key, id = uuid(evidence.name, key));
  return id;
}
