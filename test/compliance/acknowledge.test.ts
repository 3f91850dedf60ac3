/** @library own */
import { App, CfnParameter, Lazy, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { findings, house } from './support';
import { Acknowledgement, ComplianceChecks } from '../../src';
import { effectiveAcknowledgement, isDay } from '../../src/compliance/effective-acknowledgement';
import { refusal } from '../refusal';

const REASON = 'holds nothing but public marketing images';
const ID = 'S3.BucketVersioned';
const FINDING = 'VersioningConfiguration.Status is not set, must be Enabled';

function twoBuckets() {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const [accepted, open] = ['Accepted', 'Open'].map((id) => new s3.CfnBucket(stack, id));
  ComplianceChecks.on(app, { frameworks: [house(ID)] });
  return { app, stack, accepted, open };
}

describe('an acknowledgement', () => {
  test.each([['through the check', ComplianceChecks.acknowledge], ['through the CDK', (scope: IConstruct, { id, reason }: any) => Validations.of(scope).acknowledge({ id, reason })]])(
    'on one of two buckets leaves the other a finding, given %s', (_, acknowledge) => {
      const { app, accepted } = twoBuckets();
      acknowledge(accepted, { id: ID, reason: REASON });
      expect(findings(app)).toEqual([{ rule: ID, path: 'Stack/Open', finding: FINDING }]);
    });

  test('with the prefix of the CDK applies to its construct only', () => {
    const { app, accepted } = twoBuckets();
    Validations.of(accepted).acknowledge({ id: `ComplianceChecks::${ID}`, reason: REASON });
    expect(findings(app).map(({ path }) => path)).toEqual(['Stack/Open']);
  });

  test('applies to child constructs', () => {
    const { app, stack } = twoBuckets();
    ComplianceChecks.acknowledge(stack, { id: ID, reason: REASON });
    expect(findings(app)).toEqual([]);
  });

  test('of another safeguard does not apply', () => {
    const { app, stack } = twoBuckets();
    ComplianceChecks.acknowledge(stack, { id: 'S3.BucketEncrypted', reason: REASON });
    expect(findings(app)).toHaveLength(2);
  });

  test('of the nearest construct applies', () => {
    const { app, stack, accepted } = twoBuckets();
    ComplianceChecks.acknowledge(stack, { id: ID, reason: REASON });
    ComplianceChecks.acknowledge(accepted, { id: ID, reason: REASON, expires: '2000-01-01' });
    expect(findings(app)).toEqual([{
      rule: ID, path: 'Stack/Accepted', finding: `${FINDING}; the acknowledgement expired on 2000-01-01`,
    }]);
  });

  test('that is the last one on a construct applies', () => {
    const { app, stack } = twoBuckets();
    ComplianceChecks.acknowledge(stack, { id: ID, reason: REASON, expires: '2000-01-01' });
    ComplianceChecks.acknowledge(stack, { id: ID, reason: REASON, expires: '2999-01-01' });
    expect(findings(app)).toEqual([]);
  });
});

test.each<[unknown, string]>([
  [undefined, 'acknowledgement must be an Acknowledgement, got undefined'],
  [null, 'acknowledgement must be an Acknowledgement, got null'],
  [ID, `acknowledgement must be an Acknowledgement, got '${ID}'`],
  [{ reason: REASON }, 'acknowledgement.id must be a string, got undefined'],
  [{ id: null, reason: REASON }, 'acknowledgement.id must be a string, got null'],
  [{ id: 7, reason: REASON }, 'acknowledgement.id must be a string, got 7'],
  [{ id: Lazy.string({ produce: () => ID }), reason: REASON }, 'acknowledgement.id must be known at synthesis, got a token'],
  [{ id: 'S3.BucketVersionned', reason: REASON }, "acknowledgement.id must be the id of a safeguard, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'"],
  [{ id: 'House.Rule', reason: REASON }, "acknowledgement.id must be the id of a safeguard, got 'House.Rule'"],
  [{ id: ID, reason: REASON, expires: null }, 'acknowledgement.expires must be a string, got null'],
  [{ id: ID, reason: REASON, expires: 2999 }, 'acknowledgement.expires must be a string, got 2999'],
  [{ id: ID, reason: REASON, expires: Lazy.string({ produce: () => '2999-01-01' }) }, 'acknowledgement.expires must be known at synthesis, got a token'],
])('the acknowledgement %j is refused', (acknowledgement, message) => {
  expect(refusal(() => ComplianceChecks.acknowledge(new Stage(new App(), 'Stage'), acknowledgement as Acknowledgement))).toBe(message);
});

describe('a reason', () => {
  const scope = () => new Stage(new App(), 'Stage');
  const need = 'reason must be a string of at least 20 characters and 4 words';

  test.each([
    ['', `acknowledgement.${need}, got ''`],
    ['    ', `acknowledgement.${need}, got '    '`],
    ['accepted by the team', undefined],
    ['accepted by the tea', `acknowledgement.${need}, got 'accepted by the tea'`],
    ['  accepted by the tea  ', `acknowledgement.${need}, got '  accepted by the tea  '`],
    ['internationalization notwithstanding', `acknowledgement.${need}, got 'internationalization notwithstanding'`],
    ['- - - - - - - - - - - - - -', `acknowledgement.${need}, got '- - - - - - - - - - - - - -'`],
    ['nur öffentliche Bilder für die Werbung', undefined],
  ])('\'%s\'', (reason, error) => {
    const acknowledge = () => ComplianceChecks.acknowledge(scope(), { id: ID, reason });
    if (error) expect(acknowledge).toThrow(error);
    else expect(acknowledge).not.toThrow();
  });

  test.each([undefined, null, 7])('%p from JavaScript is refused', (reason) => {
    expect(() => ComplianceChecks.acknowledge(scope(), { id: ID, reason: reason as unknown as string }))
      .toThrow(`acknowledgement.reason must be a string, got ${String(reason)}`);
  });

  test('that is a token is refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const token = new CfnParameter(stack, 'Reason').valueAsString;
    expect(() => ComplianceChecks.acknowledge(stack, { id: ID, reason: token }))
      .toThrow('acknowledgement.reason must be known at synthesis, got a token');
  });

  test('that is too short or a token is ignored if it is added through the CDK', () => {
    const { app, accepted, open } = twoBuckets();
    Validations.of(accepted).acknowledge({ id: ID, reason: 'ok' });
    Validations.of(open).acknowledge({ id: ID, reason: Lazy.string({ produce: () => REASON }) });
    expect(findings(app).map(({ finding }) => finding)).toEqual([
      `${FINDING}; the acknowledgement is ignored because its ${need}, got 'ok'`,
      `${FINDING}; the acknowledgement is ignored because its reason must be known at synthesis, got a token`,
    ]);
  });
});

describe('an expiry', () => {
  afterEach(() => { jest.useRealTimers(); });
  const on = (now: string) => {
    jest.useFakeTimers({ now: new Date(now), doNotFake: ['nextTick', 'setImmediate', 'performance'] });
    const { app, stack } = twoBuckets();
    ComplianceChecks.acknowledge(stack, { id: ID, reason: REASON, expires: '2027-03-31' });
    return findings(app);
  };

  test('is valid until the end of its day', () => expect(on('2027-03-31T23:59:59Z')).toEqual([]));

  test('is void from the next day', () => expect(on('2027-04-01T00:00:00Z').map(({ finding }) => finding))
    .toEqual(Array(2).fill(`${FINDING}; the acknowledgement expired on 2027-03-31`)));

  test.each(['soon', '2027-02-30', '2027-13-01', '27-01-01', '2027-01-01T00:00', ''])('\'%s\' is refused', (expires) => {
    expect(() => ComplianceChecks.acknowledge(new Stage(new App(), 'Stage'), { id: ID, reason: REASON, expires }))
      .toThrow(`acknowledgement.expires must be a day as YYYY-MM-DD, got '${expires}'`);
  });
});

test.each<[text: string, isOfCalendar: boolean]>([
  ['2028-02-29', true], ['2027-02-29', false], ['2027-13-01', false], ['2027-12-31', true], ['2027-1-1', false], ['2027-01-01T00:00:00Z', false], ['x2027-01-01', false], ['', false],
])('%s is a day: %s', (text, isOfCalendar) => {
  expect(isDay(text)).toBe(isOfCalendar);
});

describe('what makes an acknowledgement void', () => {
  const today = new Date().toISOString().slice(0, 10);
  const SHORT = 'the acknowledgement is ignored because its reason must be a string of at least 20 characters and 4 words';
  test.each<[reason: unknown, expires: string | undefined, flaw: string | undefined]>([
    [REASON, undefined, undefined],
    [REASON, '2999-12-31', undefined],
    [REASON, today, undefined],
    [REASON, '2020-01-31', 'the acknowledgement expired on 2020-01-31'],
    [REASON, '2999-13-31', "the acknowledgement is ignored because expires must be a day as YYYY-MM-DD, got '2999-13-31'"],
    [REASON, '1999-13-31', "the acknowledgement is ignored because expires must be a day as YYYY-MM-DD, got '1999-13-31'"],
    ['four words are enough', undefined, undefined],
    ['four words are it by', undefined, undefined],
    ['four words are it b', undefined, `${SHORT}, got 'four words are it b'`],
    ['  four words are it b  ', undefined, `${SHORT}, got '  four words are it b  '`],
    ['three words-are insufficient', undefined, `${SHORT}, got 'three words-are insufficient'`],
    ['1 2 3 4 5 6 7 8 9 10 11 12', undefined, `${SHORT}, got '1 2 3 4 5 6 7 8 9 10 11 12'`],
    [5, undefined, `${SHORT}, got 5`],
    ['too short', '2020-01-31', 'the acknowledgement expired on 2020-01-31'],
    [Lazy.string({ produce: () => REASON }), undefined, 'the acknowledgement is ignored because its reason must be known at synthesis, got a token'],
  ])('the reason %j with the expiry %s', (reason, expires, flaw) => {
    expect(effectiveAcknowledgement('Stack', reason as string, expires)).toEqual({
      path: 'Stack', reason, declaredBy: 'workload', ...(expires !== undefined && { expires }), ...(flaw !== undefined && { void: flaw }),
    });
  });
});
