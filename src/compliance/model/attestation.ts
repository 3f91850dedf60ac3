import { IConstruct } from 'constructs';

const ATTESTED = 'cdk-regulated:attested';

/** A fact about the account that the workload declares and no template shows. */
export interface Attestation {
  /** Path of the construct that declares it. */
  readonly path: string;
  readonly statement: string;
  /** Ids of the safeguards that it concerns. */
  readonly safeguards: readonly string[];
}

/** Records a fact about the account for the evidence. It is no proof, so the evidence lists it apart from what the templates show. */
export function attest(construct: IConstruct, statement: string, ...safeguards: string[]): void {
  construct.node.addMetadata(ATTESTED, { statement, safeguards });
}

/** The attestations of constructs. */
export function attestationsOf(constructs: readonly IConstruct[]): Attestation[] {
  return constructs.flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === ATTESTED)
    .map(({ data }) => ({ path: node.path, ...data as Omit<Attestation, 'path'> })));
}
