import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { relative, sep } from 'path';
import { Evidence, SCHEMA_VERSION } from './collect';
import { RenderedTemplate } from '../rendered';
import { TABLES } from '../sources';

/** Type of the predicate: what this library states about a synthesis. The README of the compliance check describes its fields. */
const PREDICATE_TYPE = 'https://github.com/cdk-regulated/cdk-regulated/synthesis/v1';

/**
 * An in-toto Statement of version 1 over the templates and the files of the evidence (in-toto Attestation Framework, "Statement layer specification"): their
 * digests, and what they were made with. Paths are relative to the folder of the evidence.
 * @param digests SHA-256 of the files of the evidence by path, in hexadecimal
 */
export function provenance(
  { name, systemName, asOf, origin, frameworks }: Evidence,
  templates: readonly RenderedTemplate[], folder: string, digests: ReadonlyMap<string, string>,
): string {
  const { commit, dirty, versions, lifecycle, context, stacks } = origin;
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      ...templates.map(({ file }) => subject(relative(folder, file).split(sep).join('/'), createHash('sha256').update(readFileSync(file)).digest('hex'))),
      ...[...digests].map(([file, sha256]) => subject(file, sha256)),
    ].sort((a, b) => a.name < b.name ? -1 : 1),
    predicateType: PREDICATE_TYPE,
    predicate: {
      workload: name,
      systemName,
      schemaVersion: SCHEMA_VERSION,
      ...(asOf !== undefined && { asOf }),
      ...(commit !== undefined && { repository: { commit, ...(dirty !== undefined && { dirty }) } }),
      versions: { ...versions, node: process.version },
      ...(lifecycle !== undefined && { lifecycle }),
      ...(context && { context }),
      stacks,
      frameworks: frameworks.map(({ id, title, source }) => ({ id, title, source })),
      tables: Object.fromEntries(Object.entries(TABLES).map(([table, load]) => [table, (load() as unknown as { readonly version: string }).version])),
    },
  };
  return `${JSON.stringify(statement, null, 1)}\n`;
}

function subject(name: string, sha256: string) {
  return { name, digest: { sha256 } };
}
