import { closeSync, existsSync, openSync, readSync, rmSync } from 'fs';
import { join } from 'path';
import { IConstruct } from 'constructs';
import { automationOf } from './automation';
import { collect, Evidence } from './collect';
import { evidenceJson } from './evidence-json';
import { EvidenceSource } from './evidence-source';
import { ResolvedEvidence } from './options';
import { parametersOf } from './parameters';
import { PROVENANCE, readEvidence } from './previous';
import { diagramsOnce, provenanceOf, WRITERS } from './writers';
import { refuse } from '../../validation/refuse';
import { visible, visibleIn } from '../invisible';
import { Judged, Subject } from '../judge';
import { EvidenceFile } from '../model/evidence-options';
import { Framework } from '../model/framework';
import { Acknowledged } from '../report/acknowledgements';
import { makeFolder, writeText, writeWithDigest } from '../report/folder';

/**
 * Writes the evidence of a subject into its folder.
 * @returns path of the folder
 */
export function writeEvidence(judged: Judged<Subject>, options: ResolvedEvidence, unused: readonly Acknowledged[]): string {
  return writeEvidenceFiles(judged, options, unused, judged.subject.scope);
}

/**
 * Writes the evidence of judged templates into a folder.
 * @param scope construct of errors
 */
export function writeEvidenceFiles(judged: Judged, options: ResolvedEvidence, unused: readonly Acknowledged[], scope?: IConstruct): string {
  const { name } = judged.subject;
  const previous = options.compareWith === undefined ? undefined : readEvidence(scope, options.compareWith);
  const { evidence: collected, controlsOf } = collect(judged, { ...options, unused, previous });
  const { text, isVisible } = evidenceJson(collected);
  // Evidence of an earlier synthesis is compared as it was written.
  const evidence: Evidence = isVisible ? collected : visibleIn(collected);
  const source: EvidenceSource = {
    evidence,
    text: isVisible ? text : evidenceJson(evidence).text,
    previous,
    diagrams: options.files.has(EvidenceFile.DIAGRAMS) ? diagramsOnce(evidence) : () => undefined,
    indicators: () => controlsOf(Framework.FEDRAMP_KSI_2026),
    automation: () => visibleIn(automationOf(judged.templates)),
    parameters: () => visibleIn(parametersOf(judged.templates)),
    packageOverview: visibleIn(options.packageOverview),
  };
  try {
    makeFolder(options.folder);
    const isEarlier = isEvidence(join(options.folder, 'evidence.json'));
    // Written last. A run that ends before has no digests of files of two runs.
    if (isEarlier) rmSync(join(options.folder, PROVENANCE), { force: true });
    const digests = new Map<string, string>();
    const writeFile = options.files.has(EvidenceFile.PROVENANCE)
      ? (file: string, content: string) => void digests.set(file, writeWithDigest(join(options.folder, file), content))
      : (file: string, content: string) => writeText(join(options.folder, file), content);
    for (const { file, of, text: textOf } of WRITERS) {
      const content = of === undefined || options.files.has(of) ? textOf(source) : undefined;
      // Evidence of an earlier synthesis is replaced as a whole. In a folder without evidence, files of others stay.
      if (content !== undefined) writeFile(file, content);
      else if (isEarlier) rmSync(join(options.folder, file), { force: true });
    }
    if (options.files.has(EvidenceFile.PROVENANCE)) {
      writeText(join(options.folder, PROVENANCE), visible(provenanceOf(evidence, judged.templates, options.folder, digests)));
    }
  } catch (error) {
    // Errors of the file system have a code. Others are faults of a writer.
    if (!(error as NodeJS.ErrnoException).code) throw error;
    refuse(scope, `evidence '${name}' cannot be written: ${(error as Error).message}`);
  }
  return options.folder;
}

/** Whether a file begins as `evidence.json` does. */
function isEvidence(file: string): boolean {
  if (!existsSync(file)) return false;
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(64);
    return /^\{\s*"schemaVersion"/.test(head.toString('utf-8', 0, readSync(descriptor, head)));
  } finally {
    closeSync(descriptor);
  }
}
