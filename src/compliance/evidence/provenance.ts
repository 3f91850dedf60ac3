import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { join, relative, sep } from 'path';
import { Evidence, SCHEMA_VERSION } from './collect';
import { headCommit, isDirty } from './repository';
import { isUnresolved } from '../../validation/refuse';
import { RenderedTemplate } from '../rendered';
import { TABLES } from '../sources';
import { ownVersion, versionIn } from './versions';

/** Type of the predicate: what this library states about a synthesis. The README of the compliance check describes its fields. */
const PREDICATE_TYPE = 'https://github.com/cdk-regulated/cdk-regulated/synthesis/v1';

/**
 * An in-toto Statement of version 1 over the templates and the files of the evidence (in-toto Attestation Framework, "Statement layer specification"): their
 * digests, and what they were made with. Paths are relative to the folder of the evidence.
 * @param files texts of the evidence by path
 */
export function provenance(
  { name, systemName, asOf, frameworks }: Evidence, templates: readonly RenderedTemplate[], folder: string, files: ReadonlyMap<string, string>,
): string {
  const commit = headCommit();
  const dirty = commit && isDirty();
  const known = (value: string) => isUnresolved(value) ? 'not determined' : value;
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      ...templates.map(({ file }) => subject(relative(folder, file).split(sep).join('/'), readFileSync(file))),
      ...[...files].map(([file, text]) => subject(file, text)),
    ].sort((a, b) => a.name < b.name ? -1 : 1),
    predicateType: PREDICATE_TYPE,
    predicate: {
      workload: name,
      systemName,
      schemaVersion: SCHEMA_VERSION,
      ...(asOf !== undefined && { asOf }),
      ...(commit && { repository: { commit: commit.id, ...(dirty !== undefined && { dirty }) } }),
      versions: { 'cdk-regulated': ownVersion(), 'aws-cdk-lib': versionIn(packageOf('aws-cdk-lib')), 'node': process.version },
      stacks: templates.map(({ stack: { stackName, account, region, templateFile } }) => (
        { name: known(stackName), account: known(account), region: known(region), template: templateFile })),
      frameworks: frameworks.map(({ id, title, source }) => ({ id, title, source })),
      tables: Object.fromEntries(Object.entries(TABLES).map(([table, load]) => [table, (load() as unknown as { readonly version: string }).version])),
    },
  };
  return `${JSON.stringify(statement, null, 1)}\n`;
}

function subject(name: string, content: string | Buffer) {
  return { name, digest: { sha256: createHash('sha256').update(content).digest('hex') } };
}

function packageOf(name: string): string {
  return join(require.resolve(`${name}/package.json`), '..');
}
