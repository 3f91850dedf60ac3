/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import { createHash } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { IConstruct } from 'constructs';
import { Evidence, SCHEMA_VERSION } from './collect';
import { originText } from './origin-text';
import { refuse, shown } from '../../validation/refuse';
import { visibleIn } from '../invisible';

/** The file with the digests of the others. */
export const PROVENANCE = 'provenance.json';

/** Reads the evidence of an earlier synthesis. */
export function readEvidence(scope: IConstruct | undefined, folder: string): Evidence {
  const file = join(folder, 'evidence.json');
  if (!existsSync(file)) refuse(scope, `evidence.compareWith must be a folder with evidence.json, got ${shown(folder)}`);
  const text = readFileSync(file, 'utf-8');
  const evidence = parsed(text) as Evidence | undefined;
  if (evidence?.schemaVersion !== SCHEMA_VERSION || !Array.isArray(evidence.outcomes)) {
    refuse(scope, `evidence.compareWith must be evidence of schema version ${SCHEMA_VERSION}, got ${evidence?.schemaVersion ?? 'none'} in ${shown(file)}`);
  }
  if (isDamaged(evidence)) refuse(scope, `evidence.compareWith must be evidence as the check wrote it, got other content in ${shown(file)}`);
  if (isOfOtherDigest(text, folder)) refuse(scope, `evidence.compareWith must be evidence as the check wrote it, got a digest other than that of ${PROVENANCE} for ${shown(file)}`);
  return visibleIn(evidence);
}

// What a comparison reads.
function isDamaged(evidence: Evidence): boolean {
  const { outcomes, frameworks, flows, inventory } = evidence;
  return [
    outcomes, frameworks, flows, inventory?.components, ...[frameworks].flat().map((framework) => framework?.controls),
  ].some((list) => !Array.isArray(list) || list.some((item) => item === null || typeof item !== 'object'))
    || outcomes.some(({ safeguard, path, acknowledgement = {} }) => typeof safeguard !== 'string' || typeof path !== 'string' || typeof acknowledgement !== 'object')
    || flows.some(({ id, from, to }) => typeof id !== 'string' || !Array.isArray(from) || !Array.isArray(to))
    || inventory.components.some(({ id, tags, settings = {} }) => typeof id !== 'string' || typeof tags !== 'object' || typeof settings !== 'object')
    || !isComparable(evidence);
}

// Evidence of an early version has no origin, or no cryptography.
function isComparable(evidence: Evidence): boolean {
  const { origin, crypto }: Partial<Evidence> = evidence;
  const { compareEvidence } = require('./changes/compare') as typeof import('./changes/compare');
  try {
    if (origin !== undefined) originText(evidence);
    if (crypto !== undefined) compareEvidence({ ...evidence, origin: origin ?? { versions: {} } as Evidence['origin'] }, evidence);
    return true;
  } catch {
    return false;
  }
}

// Git can have replaced the ends of lines.
function isOfOtherDigest(text: string, folder: string): boolean {
  const provenance = join(folder, PROVENANCE);
  if (!existsSync(provenance)) return false;
  const { subject } = Object(parsed(readFileSync(provenance, 'utf-8'))) as { subject?: unknown };
  const recorded = [subject].flat().find((one) => Object(one).name === 'evidence.json') as { digest?: { sha256?: string } } | undefined;
  return recorded?.digest?.sha256 !== undefined && ![text, text.replace(/\r\n/g, '\n')].some((each) => createHash('sha256').update(each).digest('hex') === recorded.digest!.sha256);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
