import * as fs from 'fs';
import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { QueueNamed } from './own-safeguards.fixture';
import { evidenceOf, findings, synth } from './support';
import { ComplianceChecks, Framework, TailoringProps } from '../../src';
import { controlId } from '../../src/compliance/evidence/oscal/control-ids';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const REASON = 'network devices belong to the platform team';
const { PCI_DSS_4_0_1: PCI } = Framework;
const tailored = (props: Partial<TailoringProps> = {}) => PCI.tailored({ name: 'acme', ...props });

describe('a tailored framework', () => {
  const framework = tailored({
    numbers: { logRetention: Duration.days(730) },
    leftOut: [{ control: '1.2.8', reason: REASON }],
    added: [{ id: 'ACME-1', title: 'Queues have names', safeguards: ['House.QueueNamed', 'SQS.QueueEncrypted'] }],
    safeguards: [new QueueNamed()],
  });

  test('has an id, a title and a source of its own', () => {
    expect([framework.id, framework.title, framework.source])
      .toEqual(['pci-dss-4.0.1-acme', 'PCI DSS 4.0.1 (acme)', `${PCI.source}; tailored: 1 left out, 1 added`]);
    expect(tailored({ title: 'PCI DSS of Acme' }).title).toBe('PCI DSS of Acme');
  });

  test('has the stricter numbers, and the other ones of the framework', () => {
    expect(Object.entries(framework.numbers).map(([name, days]) => [name, days.toDays()])).toEqual([['logRetention', 730], ['credentialRotation', 90]]);
  });

  test('keeps the controls, and cites no safeguard for those that are left out', () => {
    expect(framework.controls.map(({ id }) => id)).toEqual([...PCI.controls.map(({ id }) => id), 'ACME-1']);
    expect(PCI.controls.find(({ id }) => id === '1.2.8')!.safeguards.length).toBeGreaterThan(0);
    expect(framework.controls.find(({ id }) => id === '1.2.8')!.safeguards).toEqual([]);
  });

  test('has no rules of AWS Config that serve only controls that are left out', () => {
    const alone = PCI.configRules.find(({ controls }) => controls.length === 1)!;
    const [control] = alone.controls;
    const names = (of: Framework) => of.configRules.map(({ name }) => name);
    const without = tailored({ leftOut: [{ control, reason: REASON }] });
    const left = names(PCI).filter((name) => !names(without).includes(name));
    expect(left).toEqual(PCI.configRules.filter(({ controls }) => controls.join() === control).map(({ name }) => name));
    expect(left).toContain(alone.name);
    expect(without.configRules.filter(({ controls }) => controls.includes(control))).toEqual([]);
    expect(framework.securityHubStandards).toEqual(PCI.securityHubStandards);
  });

  test('has its findings and changes in the evidence', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new sqs.CfnQueue(stack, 'Queue', { queueName: 'orders' });
    ComplianceChecks.on(app, { name: 'acme', frameworks: [framework] });
    expect(findings(app).filter(({ rule }) => rule === 'House.QueueNamed').map(({ finding }) => finding)).toEqual(['QueueName is "orders", must match acme-.+']);
    synth(app);
    const { json, matrix } = evidenceOf(app.outdir, 'acme');
    const control = (id: string) => json.frameworks[0].controls.find((each: any) => each.id === id);
    expect(control('1.2.8')).toEqual({
      id: '1.2.8', title: expect.any(String), status: 'not applicable', proven: [], left: { notApplicable: `Left out of PCI DSS 4.0.1: ${REASON}` },
    });
    expect([control('ACME-1').status, control('ACME-1').proven]).toEqual(['fails', [
      { safeguard: 'House.QueueNamed', extent: 'part', holds: 0, of: 1 }, { safeguard: 'SQS.QueueEncrypted', extent: 'part', holds: 1, of: 1 },
    ]]);
    expect(matrix).toContain(`Not applicable: Left out of PCI DSS 4.0.1: ${REASON}`);
    const named = { technical: 'Workload', customer: 'Customer', inherited: 'AWS' };
    const left = json.frameworks[0].controls.flatMap(({ left: parties }: any) => typeof parties === 'object' ? Object.entries<string>(parties) : []);
    for (const [party, name] of Object.entries(named)) {
      const [, text] = left.find(([each]: [string]) => each === party);
      expect(matrix).toContain(`${name}: ${text}`);
    }
    expect(fs.readFileSync(path.join(app.outdir, 'evidence', 'acme', 'matrix.csv'), 'utf-8')).toContain(`Left out of PCI DSS 4.0.1: ${REASON}`);
  });

  test('keeps the review of the controls that it does not change', () => {
    const status = (each: Framework) => each.controls.filter(({ id }) => id !== '1.2.8' && id !== 'ACME-1')
      .map(({ id, safeguards }) => (
        [id, safeguards.map((safeguard) => each._review.extentOf(id, safeguard)), each._review.leftOf(id), each._review.reportsOf(id)]));
    expect(status(framework)).toEqual(status(PCI));
    const facts = SAFEGUARDS.map(({ sources }) => sources).filter((sources) => PCI._review.relatedTo(sources).includes('1.2.8'));
    expect(facts.length).toBeGreaterThan(0);
    for (const each of facts) expect(framework._review.relatedTo(each)).toEqual(PCI._review.relatedTo(each).filter((id) => id !== '1.2.8'));
  });

  test('can be tailored again', () => {
    const again = framework.tailored({ name: 'eu', added: [{ id: 'ACME-2', title: 'Queues have other names', safeguards: ['House.QueueNamed'] }] });
    expect([again.id, again.controlsServedBy('House.QueueNamed'), again._review.leftOf('1.2.8')])
      .toEqual(['pci-dss-4.0.1-acme-eu', ['ACME-1', 'ACME-2'], { notApplicable: `Left out of PCI DSS 4.0.1: ${REASON}` }]);
  });
});

test('a control of one\'s own in a framework of NIST has an OSCAL id', () => {
  expect(['AC-2(1)', 'ACME 1', '1'].map((id) => controlId('nist-800-53-r5-acme', id))).toEqual(['ac-2.1', 'nist-800-53-r5-acme-ACME-1', 'nist-800-53-r5-acme-1']);
});

test.each<[Partial<TailoringProps>, string]>([
  [{ name: 'Acme' }, "name must be 1 to 50 lower-case letters and digits, and hyphens between them, got 'Acme'"],
  [{ title: '' }, "title must be a line of 1 to 200 characters, got ''"],
  [{ numbers: { logRetention: Duration.days(364) } }, 'numbers.logRetention must be at least 365 days, got 364 days'],
  [{ numbers: { credentialRotation: Duration.days(91) } }, 'numbers.credentialRotation must be at most 90 days, got 91 days'],
  [{ leftOut: [{ control: '99', reason: REASON }] }, "leftOut[0].control must be the id of a control of PCI DSS 4.0.1, got '99'"],
  [{ leftOut: [{ control: '11.6.11', reason: REASON }] }, "leftOut[0].control must be the id of a control of PCI DSS 4.0.1, got '11.6.11', the most similar is '11.6.1'"],
  [{ leftOut: [{ control: '1.2.8', reason: 'not ours' }] }, "leftOut[0].reason must be a string of at least 20 characters and 4 words, got 'not ours'"],
  [{ leftOut: ['1.2.8', '1.2.8'].map((control) => ({ control, reason: REASON })) }, "leftOut must have no duplicates, got '1.2.8' twice"],
  [{ added: [{ id: '1.2.8', title: 'One', safeguards: [] }] }, "added[0].id must not be the id of a control of PCI DSS 4.0.1, got '1.2.8'"],
  [{ added: [{ id: 'A', title: 'One', safeguards: [], note: '' } as never] }, "added[0] must have only the keys id, title, safeguards, got 'note'"],
  [{ added: [{ id: 'A', title: '', safeguards: [] }] }, "added[0].title must be a string of at least 1 character, got ''"],
  [{ added: [{ id: 'A', title: 'One', safeguards: ['Nope.Nope'] }] }, "added[0].safeguards must be ids of safeguards, got 'Nope.Nope'"],
  [{ added: [{ id: 'A', title: 'One', safeguards: ['RDS.ClusterEncripted'] }] }, "added[0].safeguards must be ids of safeguards, got 'RDS.ClusterEncripted', the most similar is 'RDS.ClusterEncrypted'"],
])('%j is refused', (props, message) => {
  expect(() => tailored(props)).toThrow(expect.objectContaining({ name: 'InvalidProps', message }));
});

test('validated cryptography can be added and not be removed', () => {
  expect(tailored({ validatedCryptography: true }).validatedCryptography).toBe(true);
  expect(() => Framework.FEDRAMP_MODERATE_R5.tailored({ name: 'acme', validatedCryptography: false }))
    .toThrow(expect.objectContaining({ message: 'validatedCryptography must be true, got false: FedRAMP Moderate Rev 5 requires it' }));
});
