import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { collect } from './collect';
import { controlMatrix } from './control-matrix';
import { refuse } from '../../validation/refuse';
import { Judged, Subject } from '../judge';
import { Acknowledged } from '../report/acknowledgements';
import { stageAround } from '../template-source';

/**
 * Writes the evidence of a subject beside its templates: `evidence/<name>.json` and `evidence/<name>.md`.
 * @returns path of the control matrix
 */
export function writeEvidence(judged: Judged<Subject>, unused: readonly Acknowledged[]): string {
  const folder = join(stageAround(judged.subject.scope).outdir, 'evidence');
  const evidence = {
    ...collect(judged),
    ...(unused.length > 0 && {
      unusedAcknowledgements: unused.map(({ construct, id, reason }) => ({ safeguard: id, path: construct.node.path, reason })),
    }),
  };
  const matrix = join(folder, `${evidence.name}.md`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${evidence.name}.json`), `${JSON.stringify(evidence, null, 1)}\n`);
    writeFileSync(matrix, controlMatrix(evidence));
  } catch (error) {
    refuse(judged.subject.scope, `evidence '${evidence.name}' cannot be written: ${(error as Error).message}`);
  }
  return matrix;
}
