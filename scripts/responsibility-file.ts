import * as path from 'path';
import { readJson, requireFilled } from './json-file';
import { BOOLEAN, listOf, oneOf, optional, refuse, requireUnique, structOf, TEXT } from '../src/compliance/model/require-props';
import { DOCUMENTS, REPORTS, ResponsibilityData, ResponsibilityRow } from '../src/compliance/model/responsibility';
import { isSafeguard, TOPICS } from '../src/compliance/safeguards/topics';

const REPORT_IDS = listOf(oneOf(Object.keys(REPORTS)));
const FILE = structOf({
  source: TEXT,
  reports: REPORT_IDS,
  sameFact: optional(BOOLEAN),
  rows: listOf(structOf({
    id: TEXT,
    whole: optional(listOf(TEXT)),
    part: optional(listOf(TEXT)),
    not: optional(TEXT),
    technical: optional(TEXT),
    customer: optional(TEXT),
    inherited: optional(TEXT),
    notApplicable: optional(TEXT),
    documents: optional(listOf(oneOf(DOCUMENTS))),
    besides: optional(TEXT),
    reports: optional(REPORT_IDS),
  })),
});

/**
 * A file of `responsibilities/`. Errors name the file and the key.
 * @param folder `src/compliance` of a checkout
 */
export function responsibilitiesIn(folder: string, name: string): ResponsibilityData {
  const file = `responsibilities/${name}.json`;
  try {
    const data: ResponsibilityData = readJson(path.join(folder, file));
    FILE('', data);
    // No report of AWS may be about the controls.
    requireFilled({ ...data, reports: undefined });
    requireUnique('rows', data.rows.map(({ id }) => id));
    data.rows.forEach(requireRow);
    return data;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

function requireRow({ id, whole = [], part = [], technical, customer, inherited, notApplicable, documents, besides }: ResponsibilityRow): void {
  requireUnique(`proofs of '${id}'`, [...whole, ...part]);
  const unheard = [...whole, ...part].find((one) => !isSafeguard(one) && !(one in TOPICS));
  if (unheard !== undefined) refuse(`proofs of '${id}' must be ids or topics of safeguards, got '${unheard}'`);
  if (!technical && !customer && !inherited && !notApplicable) refuse(`'${id}' must have a responsible party, got none`);
  if (notApplicable && (technical || customer || inherited)) refuse(`'${id}' must have no responsible party because it is not applicable`);
  if (besides && !(customer && documents)) refuse(`'${id}' must have a customer and documents because it has besides`);
}
