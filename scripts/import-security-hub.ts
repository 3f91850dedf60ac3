import { byNumber, committed, isCatalog, json, ofFile, run, Table, unique } from './source-table';
import { SecurityHubRow } from '../src/compliance/mapping/tables';
import { refuse } from '../src/compliance/model/require-props';

// Imports the controls of AWS Security Hub CSPM with severity and related requirements. Usage:
// tsx scripts/import-security-hub.ts aws_security-hub.oscal.json PAGE…
// The catalog (awslabs/oscal-content-for-aws-services) has the titles and severities of all services. Pages are Markdown files of the AWS Security Hub User
// Guide: `<service>-controls.md` has the related requirements of a service, `fsbp-standard.md` the controls of that standard. A control without a page
// keeps its title, requirements and standards. A control that only the page of the standard lists has its title and no severity.

const REQUIREMENTS: ReadonlyArray<readonly [catalogue: string, pattern: RegExp]> = [
  ['nist-800-53-r5', /^NIST\.800-53\.r5 (.+)$/],
  ['pci-dss-4.0.1', /^PCI DSS v4\.0\.1\/(.+)$/],
];

// The page of Amazon ElastiCache lacks a comma before `PCI DSS`.
const SEPARATOR = /, | (?=NIST\.|PCI DSS )/;

/** Converts the OSCAL catalog and pages of the user guide. */
export function importSecurityHub(oscal: any, pages: readonly string[], earlier = committed<SecurityHubRow>('security-hub')): Table<SecurityHubRow> {
  const { metadata, groups } = oscal.catalog;
  const known = new Map(earlier?.rows.map((row) => [row.id.toLowerCase(), row]));
  const read = new Map(pages.flatMap(controlsOf).map((control) => [control.id.toLowerCase(), control]));
  const standard = pages.find(isStandard);
  const members = standard === undefined ? undefined : new Map([...standard.matchAll(/\[\\?\[?([A-Za-z0-9]+\.\d+)\\?\] (.+)\]\(/g)].map(([, id, title]) => [id.toLowerCase(), { id, title }]));
  const listed = groups.filter(({ id }: any) => id !== 'TestControl').flatMap(({ id: service, controls }: any) => controls.map((control: any) => (
    { service, id: control.id, title: partOf(control, 'statement'), severity: propOf(control, 'SeverityLabel').toLowerCase() })));
  const ids = new Set(listed.map(({ id }: any) => id.toLowerCase()));
  const all = new Map<string, { readonly id: string; readonly title: string }>([...members ?? [], ...known, ...read]);
  const added = [...all].filter(([id]) => !ids.has(id))
    .map(([, { id, title }]) => ({ service: id.split('.')[0], id, title }));
  return {
    source: 'AWS Security Hub CSPM: awslabs/oscal-content-for-aws-services, catalogs/aws_security-hub.oscal.json; related requirements and standards: AWS Security Hub User Guide',
    version: `catalog ${metadata.version}, ${metadata['last-modified'].slice(0, 10)}; user guide 2026`,
    rows: [...listed, ...added].map(({ id, service, title, severity }: any): SecurityHubRow => {
      const page = read.get(id.toLowerCase());
      const before = known.get(id.toLowerCase());
      const controls = page ? page.controls : before?.controls;
      const memberOf = members ? [...members.has(id.toLowerCase()) ? ['aws-fsbp'] : []] : before?.memberOf ?? [];
      return {
        // The user guide has `Autoscaling.5` in the service's spelling.
        id: page?.id ?? before?.id ?? id,
        service,
        title: page?.title ?? before?.title ?? title,
        ...given('severity', page?.severity ?? severity ?? before?.severity),
        ...(memberOf.length > 0 && { memberOf }),
        ...(controls && Object.keys(controls).length > 0 && { controls }),
      };
    }).sort((a: SecurityHubRow, b: SecurityHubRow) => byNumber(a.id, b.id)),
  };
}

/** The text of a page of the user guide. */
export function checkedPage(text: string): string {
  if (controlsOf(text).length === 0 && !isStandard(text)) refuse('must be a page of the AWS Security Hub User Guide with controls, got none');
  return text;
}

function isStandard(page: string): boolean {
  return page.includes('<a name="fsbp-standard"></a>') || page.includes('fsbp-standard.html');
}

// `## [ACM.1] Title` and the lines below it.
function controlsOf(page: string) {
  return page.split(/^## (?=\[)/m).slice(1).map((section) => {
    const [, id, title] = /^\[([A-Za-z0-9]+\.\d+)\] (.+)$/m.exec(section) ?? refuse(`must have an id and a title in the heading '## ${section.split('\n')[0]}'`);
    const [, severity] = /^\*\*Severity:\*\* (\w+)$/m.exec(section) ?? refuse(`must have a severity of ${id}`);
    const related = (/^\*\*Related requirements:\*\* (.+)$/m.exec(section)?.[1] ?? '').split(SEPARATOR);
    const controls = Object.fromEntries(REQUIREMENTS.flatMap(([catalogue, pattern]) => {
      const found = unique(related.flatMap((requirement) => pattern.exec(requirement.trim())?.[1] ?? [])).sort(byNumber);
      return found.length ? [[catalogue, found]] : [];
    }));
    return { id, title, severity: severity.toLowerCase(), controls };
  });
}

function given(key: string, value: string | undefined) {
  return value === undefined ? {} : { [key]: value };
}

function partOf({ parts }: any, name: string): string {
  return parts.find((part: any) => part.name === name).prose;
}

function propOf({ props }: any, name: string): string {
  return props.find((prop: any) => prop.name === name).value;
}

if (require.main === module) {
  run('security-hub', 'tsx scripts/import-security-hub.ts CATALOG PAGE…', 1, ([catalog, ...pages]) => (
    importSecurityHub(json(catalog, 'the OSCAL catalog of AWS Security Hub', isCatalog), pages.map((page) => ofFile(page, checkedPage)))));
}
