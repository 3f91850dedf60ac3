import * as fs from 'fs';
import * as path from 'path';
import { collect } from './collect';
import { controlMatrix } from './control-matrix';
import { Judged } from '../judge';
import { stageAround } from '../rendered';


/** Writes a subject's evidence beside its templates: `evidence/<name>.json` and `evidence/<name>.md`. */
export function writeEvidence(judged: Judged): void {
  const folder = path.join(stageAround(judged.subject.scope).outdir, 'evidence');
  const evidence = collect(judged);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${evidence.name}.json`), `${JSON.stringify(evidence, null, 1)}\n`);
  fs.writeFileSync(path.join(folder, `${evidence.name}.md`), controlMatrix(evidence));
}
