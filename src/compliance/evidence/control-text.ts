import { ControlEvidence, Proof } from './status';
import { oncePer } from '../once';

/** Names of the responsible parties. */
export const PARTIES: Readonly<Record<string, string>> = { technical: 'Workload', customer: 'Customer', inherited: 'AWS', notApplicable: 'Not applicable' };

/** How much of the control a proof shows, and whether its relation is that of the project. */
export function extentOf({ extent, relatedBecause }: Proof): string {
  return relatedBecause === undefined ? extent : `${extent}, relation of this project`;
}

/** What a safeguard proves of a control, in one line. */
export function proofText(proof: Proof): string {
  return `${proof.safeguard} holds on ${proof.holds} of ${proof.of} (${extentOf(proof)})`;
}

/** Safeguards of a control that do not hold on every resource, by who accepts it. Findings are first. */
export function deviationsIn({ proven }: Pick<ControlEvidence, 'proven'>): string[] {
  const line = (count: (proof: Proof) => number, how: string) => {
    const deviating = proven.filter((proof) => count(proof) > 0).map((proof) => `${proof.safeguard} on ${count(proof)} of ${proof.of}`);
    return deviating.length > 0 ? [`${how}: ${deviating.join(', ')}`] : [];
  };
  return [
    ...line(({ holds, of, acknowledged = 0, byDesign = 0 }) => of - holds - acknowledged - byDesign, 'Findings'),
    ...line(({ acknowledged = 0 }) => acknowledged, 'Acknowledged by the workload'),
    ...line(({ byDesign = 0 }) => byDesign, 'By design of the library'),
  ];
}

/** Controls of a framework that a safeguard is related to. */
export interface RelatedControls {
  readonly framework: string;
  /** Controls that the safeguard is evidence of, so that their status shows its findings and deviations. */
  readonly shown: readonly string[];
  /** Other controls that a published mapping relates to it. */
  readonly related: readonly string[];
}

interface Citing {
  readonly frameworks: ReadonlyArray<{ readonly id: string; readonly controls: readonly ControlEvidence[] }>;
  readonly safeguards: Readonly<Record<string, { readonly controls: Readonly<Record<string, readonly string[]>> }>>;
}

/** The function that separates the controls of a safeguard by whether their status shows it. Several files of one evidence have them. */
export const controlsShowing: (evidence: Citing) => (safeguard: string) => RelatedControls[] = oncePer(({ frameworks, safeguards }: Citing) => {
  const shown = new Map<string, Set<string>>();
  for (const { id, controls } of frameworks) {
    for (const control of controls) {
      for (const { safeguard } of control.proven) {
        const key = `${id} ${safeguard}`;
        const ids = shown.get(key);
        if (ids) ids.add(control.id);
        else shown.set(key, new Set([control.id]));
      }
    }
  }
  return (safeguard: string) => Object.entries(safeguards[safeguard].controls).map(([framework, ids]) => {
    const ofStatus = shown.get(`${framework} ${safeguard}`) ?? new Set();
    return { framework, shown: ids.filter((id) => ofStatus.has(id)), related: ids.filter((id) => !ofStatus.has(id)) };
  });
});
