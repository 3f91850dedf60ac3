import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Judged } from '../judge';
import { isSafeguard } from '../safeguards/topics';
import { Place } from '../template-source';

/** An acknowledgement by code of the app, on one construct. Those of the library's own constructs have no prefix. */
export interface Acknowledged {
  readonly construct: IConstruct;
  readonly id: string;
  readonly reason: string;
}

/** Prefixes that CDK gives to an id without prefix, and to a rule of this plugin. */
const PREFIXES = ['Annotation', 'ComplianceChecks'];
const SAFEGUARD_FORM = /^[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z0-9]*$/;

/**
 * The acknowledgements of safeguards below a root, and ids of the form of a safeguard that no safeguard has.
 * @param own ids of the safeguards of the app
 */
export function acknowledgementsBelow(root: IConstruct, own: ReadonlySet<string>): { known: Acknowledged[]; mistyped: Acknowledged[] } {
  const all = root.node.findAll().flatMap((construct) => construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([key, reason]) => ({ construct, reason, parts: key.split('::') })))
    .filter(({ parts: [prefix, ...rest] }) => PREFIXES.includes(prefix) && rest.length === 1)
    .map(({ construct, reason, parts: [prefix, id] }) => ({ construct, reason, prefix, id }));
  const isKnown = (id: string) => isSafeguard(id) || own.has(id);
  return {
    known: all.filter(({ id }) => isKnown(id)),
    mistyped: all.filter(({ id, prefix }) => !isKnown(id) && (SAFEGUARD_FORM.test(id) || prefix === 'ComplianceChecks')),
  };
}

/**
 * The acknowledgements, by place and id, that judgements refer to.
 * @param whole place of judgements of the workload as a whole
 */
export function usedBy({ judgements }: Judged, whole: Place): ReadonlySet<string> {
  return new Set(judgements.filter(({ result }) => result !== 'holds')
    .map(({ safeguard, resource }) => [(resource?.origin ?? whole).acknowledgementOf(safeguard.id)?.path, safeguard.id] as const)
    .filter(([path]) => path !== undefined)
    .map(([path, id]) => keyOf(path!, id)));
}

export function keyOf(path: string, id: string): string {
  return `${path} ${id}`;
}
