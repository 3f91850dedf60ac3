import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { parseJson, readJson, requireFilled } from './json-file';
import { responsibilitiesIn } from './responsibility-file';
import { FrameworkData } from '../src/compliance/mapping/framework-data';
import { ControlRow, MappingRow } from '../src/compliance/mapping/tables';
import { BOOLEAN, Check, listOf, numberOf, oneOf, optional, refuse, requireUnique, structOf, TEXT } from '../src/compliance/model/require-props';
import { topicOf } from '../src/compliance/safeguards/topics';

export const PUBLISHERS = { securityHub: 'AWS Security Hub', cdkNag: 'cdk-nag', prowler: 'Prowler' };
export const PACKS = { securityHub: 'rules that AWS Security Hub relates to its controls', safeguards: 'rules that check the fact of a safeguard' };

const MAPPINGS = { securityHub: 'security-hub', cdkNag: 'cdk-nag', prowler: 'prowler' };
/** Text of a comment and of a row in a table. */
const LINE: Check = (prop, value) => {
  TEXT(prop, value);
  if (!/^\S(?:.*\S)?$/.test(value as string) || /\*\/|\|/.test(value as string)) refuse(`${prop} must be one line without spaces at its ends, */ and |, got ${JSON.stringify(value)}`);
};
const IN_TABLE = structOf({ table: TEXT, memberOf: optional(TEXT) });
const IN_FILE = listOf(structOf({ id: LINE, title: LINE, through: optional(listOf(TEXT)) }));
const FILE = structOf({
  id: TEXT,
  title: LINE,
  description: LINE,
  source: LINE,
  numbers: optional(structOf({
    logRetentionDays: optional(numberOf(1, 36_500)),
    backupRetentionDays: optional(numberOf(1, 35)),
    credentialRotationDays: optional(numberOf(1, 1_000)),
  })),
  numbersFrom: LINE,
  validatedCryptography: optional(BOOLEAN),
  controls: (prop, value) => (Array.isArray(value) ? IN_FILE : IN_TABLE)(prop, value),
  catalogue: TEXT,
  mappedBy: listOf(oneOf(Object.keys(PUBLISHERS))),
  configRules: optional(oneOf(Object.keys(PACKS))),
  responsibilities: optional(TEXT),
  reviewRelates: optional(BOOLEAN),
  relates: optional(listOf(structOf({ control: TEXT, safeguards: listOf(TEXT), because: LINE }))),
  securityHubStandards: optional(listOf(standard())),
});

/**
 * A file of `frameworks/`. Errors name the file and the key.
 * @param folder `src/compliance` of a checkout
 */
export function frameworkIn(folder: string, name: string): FrameworkData {
  const file = `frameworks/${name}.json`;
  try {
    const data: FrameworkData = readJson(path.join(folder, file));
    FILE('', data);
    requireFilled(data);
    if (data.id !== name) refuse(`id must be '${name}', got '${data.id}'`);
    // The id in capitals is the name of the static member.
    if (!/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(name)) refuse(`id must be lower-case words and numbers that hyphens and periods separate, got '${name}'`);
    requireReferences(folder, data);
    requireResponsibilities(folder, data);
    requireRelations(folder, data);
    return data;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

function requireReferences(folder: string, { controls, catalogue, mappedBy, securityHubStandards = [] }: FrameworkData): void {
  requireUnique('mappedBy', mappedBy);
  requireUnique('securityHubStandards', securityHubStandards);
  const cited = new Set(mappedBy.flatMap((source) => {
    const ids = citedBy(rowsIn<MappingRow>(folder, MAPPINGS[source]) ?? [], MAPPINGS[source], catalogue);
    if (ids.length === 0) refuse(`catalogue must be a catalogue that the table '${MAPPINGS[source]}' maps to, got '${catalogue}'`);
    return ids;
  }));
  const rows = 'table' in controls ? controlsOf(folder, controls.table, controls.memberOf) : controls;
  requireUnique('controls', rows.map(({ id }) => id));
  const known = new Set([...cited, ...(rowsIn<ControlRow>(folder, catalogue) ?? []).map(({ id }) => id)]);
  if (!('table' in controls)) {
    controls.forEach(({ through }, index) => {
      requireUnique(`controls[${index}].through`, through ?? []);
      const unheard = through?.find((id) => !known.has(id));
      if (unheard !== undefined) refuse(`controls[${index}].through must be controls of '${catalogue}', got '${unheard}'`);
    });
  }
  if (!rows.some(({ id, through = [id] }) => through.some((one) => cited.has(one)))) {
    refuse(`controls must have a control that ${mappedBy.join(' or ')} maps '${catalogue}' to`);
  }
}

function requireResponsibilities(folder: string, data: FrameworkData): void {
  const { responsibilities, reviewRelates } = data;
  if (responsibilities === undefined && reviewRelates) refuse('reviewRelates must be omitted without responsibilities');
  if (responsibilities === undefined) return;
  if (!existsSync(path.join(folder, 'responsibilities', `${responsibilities}.json`))) {
    refuse(`responsibilities must be a file of responsibilities, got '${responsibilities}'`);
  }
  const { sameFact, rows } = responsibilitiesIn(folder, responsibilities);
  const stated = new Set(rows.map(({ id }) => id));
  const silent = controlIds(folder, data).find((id) => !stated.has(id));
  if (!sameFact && silent !== undefined) refuse(`responsibilities must have every control of the framework, got none for '${silent}'`);
}

// A relation makes findings and a proof, so the review has to accept it.
function requireRelations(folder: string, { responsibilities, relates = [] }: FrameworkData): void {
  requireUnique('relates', relates.map(({ control }) => control));
  relates.forEach(({ safeguards }, index) => requireUnique(`relates[${index}].safeguards`, safeguards));
  const rows = responsibilities === undefined ? [] : responsibilitiesIn(folder, responsibilities).rows;
  relates.forEach(({ control, safeguards }, index) => {
    const { whole = [], part = [] } = rows.find(({ id }) => id === control) ?? {};
    const refused = safeguards.find((one) => ![one, topicOf(one)].some((name) => name !== undefined && [...whole, ...part].includes(name)));
    if (refused !== undefined) refuse(`relates[${index}].safeguards must be accepted by the responsibilities of '${control}', got '${refused}'`);
  });
}

// Controls of the catalogue that a mapping leads to. The controls of AWS Security Hub are a catalogue themselves.
function citedBy(rows: readonly MappingRow[], table: string, catalogue: string): string[] {
  return rows.flatMap((row) => table === catalogue ? [row.id] : row.controls?.[catalogue] ?? []);
}

function controlsOf(folder: string, table: string, memberOf: string | undefined): readonly ControlRow[] {
  const rows = rowsIn<ControlRow>(folder, table);
  if (!rows?.every(({ title }) => title)) refuse(`controls.table must be a table of controls in sources, got '${table}'`);
  const members = rows.filter((row) => memberOf === undefined || row.memberOf?.includes(memberOf));
  if (members.length === 0) refuse(`controls.memberOf must be a baseline or standard of the table '${table}', got '${memberOf}'`);
  return members;
}

/**
 * Rows of a table of `sources/`. Errors name the file.
 * @param folder `src/compliance` of a checkout
 */
export function tableIn<Row extends { readonly id?: string; readonly name?: string }>(folder: string, name: string): readonly Row[] {
  const file = `sources/${name}.json`;
  try {
    const { rows }: { readonly rows?: readonly Row[] } = parseJson(readFileSync(path.join(folder, file), 'utf-8')) ?? {};
    if (!Array.isArray(rows) || rows.length === 0) refuse('rows must be a list of at least one row');
    requireUnique('rows', rows.map(({ id, name: key = id }, index) => key ?? refuse(`rows[${index}] must have an id or a name`)));
    return rows;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Controls of a framework, of its file or of the table that the file names. */
export function controlIds(folder: string, { controls }: FrameworkData): string[] {
  return ('table' in controls ? controlsOf(folder, controls.table, controls.memberOf) : controls).map(({ id }) => id);
}

function rowsIn<Row extends ControlRow | MappingRow>(folder: string, table: string): readonly Row[] | undefined {
  return existsSync(path.join(folder, 'sources', `${table}.json`)) ? tableIn<Row>(folder, table) : undefined;
}

function standard(): Check {
  return (prop, value) => {
    TEXT(prop, value);
    if (!/^[a-z0-9-]+\/v\/[0-9.]+$/.test(value as string)) refuse(`${prop} must be a standard as its ARN ends, such as pci-dss/v/4.0.1, got '${value}'`);
  };
}
