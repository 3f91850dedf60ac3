import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework } from '../../../src';
import { controlId } from '../../../src/compliance/evidence/oscal/control-ids';
import { oneLine } from '../../../src/compliance/evidence/oscal/document';
import { uuid } from '../../../src/compliance/evidence/oscal/uuid';
import { evidenceOf, folder, synth } from '../support';

const VERSIONED = 'S3.BucketVersioned';
const REASON = 'a cache that is filled again within one hour';

/** Documents of three buckets: sound, with a finding, and with an acknowledged deviation. */
function documents(frameworks: Framework[] = [Framework.NIST_800_53_R5], sound = false) {
  const outdir = folder();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  const versioned = { versioningConfiguration: { status: 'Enabled' } };
  new s3.CfnBucket(stack, 'Sound', versioned);
  new s3.CfnBucket(stack, 'Finding', sound ? versioned : {});
  ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Accepted', sound ? versioned : {}), {
    id: VERSIONED, reason: REASON, expires: '2999-12-31', ticket: 'SEC-1', owner: 'Web team',
  });
  ComplianceChecks.on(app, { frameworks, name: 'ledger', evidence: { systemName: 'Ledger', owner: 'Payments team' } });
  synth(app);
  const at = path.join(outdir, 'evidence', 'ledger', 'oscal');
  const text = (file: string) => fs.existsSync(path.join(at, file)) ? fs.readFileSync(path.join(at, file), 'utf-8') : undefined;
  const [components, results, plan] = ['component-definition.json', 'assessment-results.json', 'poam.json'].map(text);
  const json = (file?: string) => file === undefined ? undefined : Object.values<any>(JSON.parse(file))[0];
  return { components: json(components), results: json(results), plan: json(plan), texts: [components, results, plan], evidence: evidenceOf(outdir, 'ledger').json };
}

const propOf = (item: any, name: string) => item.props?.find((prop: any) => prop.name === name)?.value;
const uuidsOf = (text: string) => [...text.matchAll(/"uuid": "([^"]+)"/g)].map(([, id]) => id);

describe('OSCAL documents', () => {
  const { components, results, plan, texts, evidence } = documents();
  const [result] = results.results;
  const versions = result.observations.find(({ title }: any) => title === VERSIONED);
  const risksOf = (document: any) => document.risks.filter(({ title }: any) => title.startsWith(VERSIONED));

  test('have the system, its owner and the time of the code', () => {
    for (const { metadata } of [components, results, plan]) {
      expect(metadata).toMatchObject({
        'last-modified': evidence.asOf, 'version': evidence.asOf, 'oscal-version': '1.2.1', 'parties': [{ type: 'organization', name: 'Payments team' }],
      });
    }
    expect(components.components.map(({ title }: any) => title)).toEqual(['Ledger']);
    // Assessment results must import an assessment plan: a link to a resource that says that there is none.
    const { uuid: assessmentPlan, title, description } = results['back-matter'].resources[0];
    expect(results['import-ap']).toEqual({ href: `#${assessmentPlan}` });
    expect([title, description]).toEqual(['Plan of the assessment', expect.stringMatching(/^There is no assessment plan document\. Each synthesis judges every resource /)]);
  });

  test('have each UUID once, of version 5, and references lead to what is there', () => {
    for (const text of texts) {
      const ids = uuidsOf(text!);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
      const references = [...text!.matchAll(/"(?:observation|risk|subject|actor|party)-uuid": "([^"]+)"/g)].map(([, id]) => id);
      expect(references.filter((id) => !ids.includes(id))).toEqual([]);
    }
    expect(uuidsOf(texts[1]!)).toEqual(expect.arrayContaining(plan.observations.map((each: any) => each.uuid)));
  });

  test('have one observation for each safeguard, with the outcome for each resource', () => {
    const safeguards = new Set<string>(evidence.outcomes.map(({ safeguard }: any) => safeguard));
    const tested = result.observations.filter(({ methods }: any) => methods[0] === 'TEST');
    expect(tested.map(({ title }: any) => title)).toEqual([...safeguards].sort());
    expect(tested.flatMap(({ subjects }: any) => subjects)).toHaveLength(evidence.summary.judgements);
    expect(versions.description).toBe('versioning is enabled: holds on 1 of 3');
    expect(versions.subjects.map((subject: any) => propOf(subject, 'result'))).toEqual(['acknowledged', 'fails', 'holds']);
    expect(plan.observations.find(({ title }: any) => title === VERSIONED)).toEqual(versions);
  });

  test('have a risk for each finding and each deviation, with the record of the decision', () => {
    expect(risksOf(result).map(({ title, status, deadline }: any) => [title, status, deadline])).toEqual([
      ['S3.BucketVersioned on Stack/Accepted', 'deviation-approved', '2999-12-31T23:59:59Z'],
      ['S3.BucketVersioned on Stack/Finding', 'open', undefined],
    ]);
    const [accepted] = risksOf(result);
    expect([accepted['mitigating-factors'][0].description, propOf(accepted, 'ticket'), propOf(accepted, 'owner')]).toEqual([REASON, 'SEC-1', 'Web team']);
    // Object versions are evidence of no control of NIST SP 800-53. Other safeguards are.
    expect([propOf(accepted, 'controls'), propOf(accepted, 'related-controls').split(' ')]).toEqual([undefined, expect.arrayContaining(['cp-9'])]);
    const shownBy = (id: string) => evidence.frameworks[0].controls.filter(({ proven }: any) => proven.some(({ safeguard }: any) => safeguard === id))
      .map((control: any) => controlId('nist-800-53-r5', control.id)).join(' ');
    expect(shownBy('S3.BucketTlsOnly')).toContain('sc-8');
    expect(result.risks.filter(({ title, ...risk }: any) => (propOf(risk, 'controls') ?? '') !== shownBy(title.split(' ')[0]))).toEqual([]);
    expect(plan.risks).toEqual(result.risks);
    const item = plan['poam-items'].find(({ title }: any) => title.startsWith(VERSIONED));
    expect(item.description).toContain('Does not hold on 2 of 3.');
    const risks = plan.risks.filter(({ title }: any) => title.startsWith(`${VERSIONED} `)).map(({ uuid: risk }: any) => risk);
    expect(item['related-risks'].map((each: any) => each['risk-uuid']).sort()).toEqual(risks.sort());
    expect(risks).toHaveLength(2);
    expect(['acknowledged', 'by-design', 'open'].map((name) => propOf(item, name))).toEqual(['1', '0', '1']);
  });

  test('have a finding for each control that safeguards speak of; a part that holds satisfies no control', () => {
    const controls = evidence.frameworks[0].controls.filter(({ proven }: any) => proven.length > 0);
    expect(result.findings.filter(({ description }: any) => description.includes(' holds on ')).map((finding: any) => [finding.target['target-id'], finding.target.status.state, finding.target.status.reason, propOf(finding, 'status')]))
      .toEqual(controls.map(({ id, status }: any) => [controlId('nist-800-53-r5', id), 'not-satisfied', status === 'fails' ? 'fail' : 'other', status]));
    const [requirements] = components.components[0]['control-implementations'].map((each: any) => each['implemented-requirements']);
    expect(requirements.map((each: any) => propOf(each, 'control'))).toEqual(controls.filter(({ status }: any) => status !== 'fails').map(({ id }: any) => id));
  });

  test('have an observation for each document of the evidence, and a finding for each control that it shows', () => {
    const examined = result.observations.filter(({ methods }: any) => methods[0] === 'EXAMINE');
    expect(examined.map((each: any) => [each.title, each['relevant-evidence'][0].href])).toEqual([
      ['evidence.json: inventory', '../evidence.json'], ['deviations.csv: deviations', '../deviations.csv'], ['data-flow.svg: diagrams', '../data-flow.svg'],
      ['crypto.json: cryptography', '../crypto.json'], ['architecture.svg: diagrams', '../architecture.svg'],
    ]);
    expect(result.observations.map(({ types }: any) => types)).toEqual(result.observations.map(() => ['control-objective']));
    const planned = result.findings.find((finding: any) => finding.target['target-id'] === 'pl-2');
    expect([planned.target.status.state, propOf(planned, 'status')]).toEqual(['not-satisfied', 'customer']);
    expect(planned['related-observations'].map((each: any) => each['observation-uuid'])).toEqual(
      ['architecture.svg: diagrams', 'data-flow.svg: diagrams', 'evidence.json: inventory'].map((title) => examined.find((each: any) => each.title === title).uuid));
  });

  test('are the same in a second run; a plan of action is written for findings and deviations only', () => {
    expect(documents().texts).toEqual(texts);
    const house = new Framework({ id: 'house', title: 'House', source: 'us', controls: [{ id: '2.1 (a)', title: 'Versions', safeguards: [VERSIONED] }] });
    const sound = documents([house], true);
    expect(sound.plan?.['poam-items'].filter(({ title }: any) => title.startsWith(VERSIONED)) ?? []).toEqual([]);
    expect(sound.results.results[0].findings.map(({ target }: any) => target['target-id'])).toEqual(['house-2.1-.a']);
  });
});

test.each([
  ['nist-800-53-r5', 'AC-2(12)', 'ac-2.12'],
  ['fedramp-moderate-r5', 'SC-7', 'sc-7'],
  ['fedramp-ksi-2026', 'KSI-CMT-LMC', 'KSI-CMT-LMC'],
  ['aws-fsbp', 'S3.1', 'S3.1'],
  ['pci-dss-4.0.1', '3.5.1', 'pci-3.5.1'],
  ['hipaa-security-rule', '164.308(a)(1)(ii)(A)', 'hipaa-164.308.a.1.ii.A'],
  ['7 rules', '1', '_7-rules-1'],
])('the control %s %s is %s in OSCAL', (framework, id, expected) => {
  expect(controlId(framework, id)).toBe(expected);
});

test('ids of the built-in frameworks stay distinct', () => {
  const { NIST_800_53_R5, FEDRAMP_MODERATE_R5, FEDRAMP_KSI_2026, PCI_DSS_4_0_1, HIPAA_SECURITY_RULE, AWS_FSBP } = Framework;
  for (const { id: framework, controls } of [NIST_800_53_R5, FEDRAMP_MODERATE_R5, FEDRAMP_KSI_2026, PCI_DSS_4_0_1, HIPAA_SECURITY_RULE, AWS_FSBP]) {
    const ids = controls.map(({ id }) => controlId(framework, id));
    expect(new Set(ids).size).toBe(controls.length);
    expect(ids.filter((id) => !/^[a-zA-Z][\w.-]*$/.test(id))).toEqual([]);
  }
});

test('a UUID depends on its name only', () => {
  expect(uuid('a', 'b')).toBe(uuid('a', 'b'));
  expect(uuid('a', 'b')).not.toBe(uuid('a b'));
});

test('deviations by design of the library are apart from those of the workload', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Accepted'), { id: VERSIONED, reason: REASON });
  // Constructs of the library write their acknowledgements without a prefix.
  for (const id of ['A', 'B']) new s3.CfnBucket(stack, id).node.addMetadata('aws:cdk:acknowledged-rules', { [VERSIONED]: REASON });
  ComplianceChecks.on(app, { frameworks: [Framework.NIST_800_53_R5], name: 'ledger' });
  synth(app);
  const plan = JSON.parse(fs.readFileSync(path.join(outdir, 'evidence', 'ledger', 'oscal', 'poam.json'), 'utf-8'))['plan-of-action-and-milestones'];
  const item = plan['poam-items'].find(({ title }: any) => title.startsWith(VERSIONED));
  expect(['acknowledged', 'by-design', 'open'].map((name) => propOf(item, name))).toEqual(['1', '2', '0']);
  const { json } = evidenceOf(outdir, 'ledger');
  const shown = json.frameworks[0].controls.flatMap((control: any) => control.documents ?? []).filter(({ section }: any) => section === 'deviations').map(({ shows }: any) => shows);
  expect([...new Set(shown)]).toEqual(['3 acknowledged deviations, 2 of them by design of the library, with reason, owner and expiry, listed from the code']);
});

test('a text of several lines is one line', () => expect(oneLine(' a reason\n    of  two\tlines ')).toBe('a reason of two lines'));
