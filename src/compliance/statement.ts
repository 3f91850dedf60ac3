import { IConstruct } from 'constructs';

const STATED = 'cdk-regulated:stated';

/** What a workload says of its account that no template shows. */
export interface Statement {
  /** The construct that says it. */
  readonly path: string;
  readonly statement: string;
  /** Ids of the safeguards that it speaks of. */
  readonly safeguards: readonly string[];
}

/** Records, for the evidence, what holds in the account without the workload. It proves nothing, so it is told apart from what a template shows. */
export function state(construct: IConstruct, statement: string, ...safeguards: string[]): void {
  construct.node.addMetadata(STATED, { statement, safeguards });
}

/** What was stated at constructs. */
export function statementsAt(constructs: readonly IConstruct[]): Statement[] {
  return constructs.flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === STATED)
    .map(({ data }) => ({ path: node.path, ...data as Omit<Statement, 'path'> })));
}
