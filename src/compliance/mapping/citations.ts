import { Control } from '../model/control';
import { Sources } from '../model/safeguard';
import { SAFEGUARDS } from '../safeguards';
import { CDK_NAG_NIST } from '../sources/cdk-nag';
import { PROWLER_PCI } from '../sources/prowler';
import { SECURITY_HUB } from '../sources/security-hub';

/** Tells the controls of a framework that a fact serves, by its published names. */
export type Citation = (fact: { readonly sources: Sources }) => readonly string[];

/** AWS Security Hub's own control ids. */
export const bySecurityHub: Citation = ({ sources }) => sources.securityHub ?? [];

/** PCI DSS requirements, as AWS Security Hub and Prowler relate them. */
export const byPci: Citation = ({ sources: { securityHub = [], prowler = [] } }) => [
  ...securityHub.flatMap(lookUp(PCI_OF_SECURITY_HUB)), ...prowler.flatMap(lookUp(PCI_OF_PROWLER)),
];

/** NIST SP 800-53 r5 controls, as AWS Security Hub and cdk-nag relate them. */
export const byNist: Citation = ({ sources: { securityHub = [], cdkNag = [] } }) => [
  ...securityHub.flatMap(lookUp(NIST_OF_SECURITY_HUB)), ...cdkNag.flatMap(lookUp(NIST_OF_CDK_NAG)),
];

/** A framework's controls, each with the safeguards that serve it, in the order given. A safeguard's citation elsewhere is dropped. */
export function mapped(controls: ReadonlyArray<readonly string[]>, citation: Citation): Control[] {
  return joined(controls.map(([id, title]) => [id, title, [id]] as const), citation);
}

/** Controls that stand for controls of another catalogue: each is served by what serves one of those. */
export function joined(controls: ReadonlyArray<readonly [id: string, title: string, through: readonly string[]]>, citation: Citation): Control[] {
  const cited = SAFEGUARDS.map((safeguard) => [safeguard.id, new Set(citation(safeguard))] as const);
  return controls.map(([id, title, through]) => ({
    id,
    title,
    safeguards: cited.filter(([, ids]) => through.some((control) => ids.has(control))).map(([safeguard]) => safeguard).sort(),
  }));
}

/** A list of ids as the tables write it. */
export function idsOf(cell: string): string[] {
  return cell.split(' ').filter(Boolean);
}

/** Computes on first use, so that requiring the package costs nothing. */
export function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => value ??= compute();
}

type Table = () => ReadonlyMap<string, readonly string[]>;
const PCI_OF_SECURITY_HUB = table(SECURITY_HUB, 4);
const NIST_OF_SECURITY_HUB = table(SECURITY_HUB, 5);
const PCI_OF_PROWLER = table(PROWLER_PCI, 1);
const NIST_OF_CDK_NAG = table(CDK_NAG_NIST, 1);

function table(rows: ReadonlyArray<readonly string[]>, column: number): Table {
  return lazily(() => new Map(rows.map((row) => [row[0], idsOf(row[column])])));
}

function lookUp(source: Table): (id: string) => readonly string[] {
  return (id) => source().get(id) ?? [];
}
