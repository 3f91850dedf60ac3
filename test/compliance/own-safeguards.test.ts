import * as fs from 'fs';
import * as path from 'path';
import { App, CfnCondition, CfnParameter, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { QueueNamed } from './own-safeguards.fixture';
import { evidenceOf, findings, synth, violations } from './support';
import { ComplianceChecks, Framework, ISafeguard, JudgedResource, SafeguardOutcome, Workload } from '../../src';
import { refusal } from '../refusal';

/** A safeguard with another judge. */
function judging(judge: (resource: JudgedResource) => any, more: Partial<ISafeguard> = {}): ISafeguard {
  return Object.assign(new QueueNamed(), { judge }, more);
}

function queueApp(queueName?: string): { app: App; stack: Stack; queue: sqs.CfnQueue } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  return { app, stack, queue: new sqs.CfnQueue(stack, 'Queue', { queueName }) };
}

/** Results of a judge for the queue of an app. */
function found(judge: (resource: JudgedResource) => any, change: (queue: sqs.CfnQueue, stack: Stack) => void = () => {}): string[] {
  const { app, stack, queue } = queueApp('acme-orders');
  change(queue, stack);
  ComplianceChecks.on(app, { frameworks: [], safeguards: [judging(judge)] });
  return findings(app).filter(({ rule }) => rule === 'House.QueueNamed').map(({ finding }) => finding);
}

function houseFramework(safeguard: ISafeguard): Framework {
  return new Framework({
    id: 'house',
    title: 'House',
    source: 'https://example.com/house-rules',
    safeguards: [safeguard],
    controls: [{ id: '1', title: 'Queues have names', safeguards: [safeguard.id, 'SQS.QueueEncrypted'] }],
  });
}

describe('a safeguard of the app', () => {
  test('with a misspelled resource type has a warning', () => {
    const { app } = queueApp('acme-orders');
    const on = (id: string, ...resourceTypes: string[]) => judging(() => SafeguardOutcome.holds(), { id, resourceTypes });
    ComplianceChecks.on(app, {
      frameworks: [],
      safeguards: [
        on('House.Typo', 'AWS::SQS::Quue', 'AWS::SQS::Queue'), on('House.Service', 'AWS::SSQS::Queue'), on('House.Odd', 'AWS::Zzzzzzzzzzzzzzz::Odd'),
        on('House.Known', '*', 'AWS::IoTAnalytics::Pipeline', 'AWS::CloudFormation::StackSet', 'AWS::Serverless::Function', 'AWS::KMS::Alias', 'Custom::Thing', 'Acme::Data::Bucket'),
      ],
    });
    const text = (id: string, type: string, similar = '') => `safeguard ${id} judges no resource of type ${type}, which neither aws-cdk-lib nor the templates have${similar}`;
    const queue = ", the most similar is 'AWS::SQS::Queue'";
    expect(violations(app).filter(({ ruleName }) => ruleName === 'UnknownType').map(({ severity, description, suggestedFix }) => [severity, description, suggestedFix])).toEqual([
      ['warning', text('House.Typo', 'AWS::SQS::Quue', queue), 'correct `resourceTypes`'],
      ['warning', text('House.Service', 'AWS::SSQS::Queue', queue), 'correct `resourceTypes`'],
      ['warning', text('House.Odd', 'AWS::Zzzzzzzzzzzzzzz::Odd'), 'correct `resourceTypes`'],
    ]);
  });

  test('has findings like a built-in one', () => {
    const { app } = queueApp('orders');
    ComplianceChecks.on(app, { frameworks: [], safeguards: [new QueueNamed()] });
    expect(findings(app).filter(({ rule }) => rule.startsWith('House'))).toEqual([
      { rule: 'House.QueueNamed', path: 'Stack/Queue', finding: 'QueueName is "orders", must match acme-.+' },
    ]);
    expect(violations(app)[0].suggestedFix).toContain(
      'House.QueueNamed (high): the queue has a name of the house. Fix: set `queueName` to a name that begins with acme-.\n  Not met: QueueName is "orders", must match acme-.+');
  });

  test('is in all evidence, with the control of a framework that cites it', () => {
    const { app, queue } = queueApp('orders');
    ComplianceChecks.on(app, { name: 'house', frameworks: [houseFramework(new QueueNamed())] });
    new sqs.CfnQueue(queue.stack, 'Named', { queueName: 'acme-orders' });
    ComplianceChecks.acknowledge(queue, { id: 'House.QueueNamed', reason: 'the name is part of a contract with a partner', ticket: 'SEC-7' });
    synth(app);
    const { json, matrix } = evidenceOf(app.outdir, 'house');
    expect(json.safeguards['House.QueueNamed']).toEqual({
      statement: 'the queue has a name of the house',
      remedy: 'set `queueName` to a name that begins with acme-',
      severity: 'high',
      rationale: 'The name shows the team on call which application uses the queue',
      sources: {},
      definedBy: 'app',
      controls: { house: ['1'] },
    });
    expect(json.outcomes.filter(({ safeguard }: any) => safeguard === 'House.QueueNamed').map(({ path: at, result }: any) => [at, result]))
      .toEqual([['Stack/Named', 'holds'], ['Stack/Queue', 'acknowledged']]);
    expect(json.frameworks[0].controls[0]).toEqual({
      id: '1',
      title: 'Queues have names',
      status: 'acknowledged',
      proven: [{ safeguard: 'House.QueueNamed', extent: 'part', holds: 1, of: 2, acknowledged: 1 }, { safeguard: 'SQS.QueueEncrypted', extent: 'part', holds: 2, of: 2 }],
      left: 'no responsibility statement',
    });
    expect(matrix).toContain('| `House.QueueNamed` | Stack/Queue | QueueName is "orders", must match acme-.+ | 1 | the name is part of a contract with a partner, ticket SEC-7');
    const file = (name: string) => fs.readFileSync(path.join(app.outdir, 'evidence', 'house', name), 'utf-8');
    expect(file('deviations.csv')).toContain('House.QueueNamed');
    const [{ observations }] = JSON.parse(file('oscal/assessment-results.json'))['assessment-results'].results;
    const observation = observations.find(({ title }: any) => title === 'House.QueueNamed');
    expect([observation.description, observation.links]).toEqual(['the queue has a name of the house: holds on 1 of 2', undefined]);
    expect(file('oscal/poam.json')).toContain('House.QueueNamed: the queue has a name of the house');
    expect(file('index.html')).toContain('House.QueueNamed');
  });

  test('that judges no resource is in the matrix, on the page and in the line of the synthesis', () => {
    const { app } = queueApp('acme-orders');
    const on = (id: string, ...resourceTypes: string[]) => judging(() => SafeguardOutcome.doesNotApply(), { id, resourceTypes });
    const frameworks = [houseFramework(new QueueNamed())];
    ComplianceChecks.on(app, { name: 'house', frameworks, safeguards: [on('House.Topics', 'AWS::SNS::Topic', 'AWS::SNS::Subscription'), on('House.Large', '*')] });
    ComplianceChecks.on(new Stack(app, 'Other'), { name: 'other', frameworks: [], safeguards: [] });
    synth(app);
    const { json, matrix } = evidenceOf(app.outdir, 'house');
    expect(json.unmatchedSafeguards).toEqual([
      { safeguard: 'House.Topics', types: ['AWS::SNS::Topic', 'AWS::SNS::Subscription'] }, { safeguard: 'House.Large', types: ['*'] },
    ]);
    expect(matrix).toContain([
      '## Safeguards of the app that judged no resource', '', '| Safeguard | Resource types |', '| --- | --- |',
      '| `House.Topics` | AWS::SNS::Topic, AWS::SNS::Subscription |', '| `House.Large` | * |', '',
    ].join('\n'));
    const page = fs.readFileSync(path.join(app.outdir, 'evidence', 'house', 'index.html'), 'utf-8');
    expect(page).toContain('"unmatchedSafeguards":[{"safeguard":"House.Topics"');
    expect(evidenceOf(app.outdir, 'other').json.unmatchedSafeguards).toBeUndefined();
  });

  test('is a prop of a workload', () => {
    const { app } = queueApp();
    Workload.on(app, { name: 'house', safeguards: [new QueueNamed()] });
    expect(findings(app).map(({ rule, finding }) => [rule, finding])).toContainEqual(['House.QueueNamed', 'QueueName is not set, must match acme-.+']);
  });

  test('fails expectCompliant', () => {
    const { app, queue } = queueApp('orders');
    ComplianceChecks.on(app, { frameworks: [], safeguards: [new QueueNamed()] });
    ComplianceChecks.acknowledge(queue, { id: 'SQS.QueueTlsOnly', reason: 'the queue of a test has no policy' });
    expect(refusal(() => ComplianceChecks.expectCompliant(queue))).toContain('House.QueueNamed (high)');
  });

  test('makes a type without a built-in safeguard a judged one', () => {
    const unjudged = (safeguards: ISafeguard[]) => {
      const { app, stack } = queueApp();
      new CfnResource(stack, 'Thing', { type: 'AWS::Example::Thing' });
      ComplianceChecks.on(app, { name: 'house', frameworks: [], safeguards });
      synth(app);
      return evidenceOf(app.outdir, 'house').json.unjudged;
    };
    expect(unjudged([])).toEqual([{ type: 'AWS::Example::Thing', resources: 1 }]);
    expect(unjudged([judging(() => SafeguardOutcome.holds(), { resourceTypes: ['AWS::Example::Thing'] })])).toBeUndefined();
  });

  test('is suggested where an acknowledgement has a similar id', () => {
    const { app, queue } = queueApp('orders');
    ComplianceChecks.on(app, { frameworks: [], safeguards: [new QueueNamed()] });
    queue.node.addMetadata('aws:cdk:acknowledged-rules', { 'Annotation::House.QueueName': 'the name is part of a contract' });
    const [unknown] = violations(app).filter(({ ruleName }) => ruleName === 'UnknownAcknowledgement');
    expect(unknown?.description).toBe("acknowledgement.id must be the id of a safeguard, got 'House.QueueName', the most similar is 'House.QueueNamed'");
    expect(refusal(() => ComplianceChecks.acknowledge(queue, { id: 'House.QueueName', reason: 'the name is part of a contract' }))).toBe(unknown!.description);
  });
});

describe('the result is unknown', () => {
  test('if the judge throws an error', () => {
    expect(found(() => { throw new Error('no such list\n    at line 1'); })).toEqual(['judge of House.QueueNamed threw an error: no such list']);
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    expect(found(() => { throw 'text'; })).toEqual(['judge of House.QueueNamed threw an error: text']);
  });

  test.each([[undefined], [true], [{ result: 'holds' }]])('if the judge returns %p', (outcome) => {
    expect(found(() => outcome)).toEqual(['judge of House.QueueNamed returned no SafeguardOutcome']);
  });

  test('if the result that holds relies on a value that resolves at deployment', () => {
    const named = (queue: sqs.CfnQueue, stack: Stack) => { queue.queueName = new CfnParameter(stack, 'Name').valueAsString; };
    const finding = 'QueueName is {"Ref":"Name"}, which resolves only at deployment, must be a literal value';
    expect(found((queue) => queue.value('QueueName') === 'orders' ? SafeguardOutcome.fails('is orders') : SafeguardOutcome.holds(), named)).toEqual([finding]);
    expect(found((queue) => queue.mustMatch('QueueName', 'acme-.+'), named)).toEqual([finding]);
    expect(found((queue) => queue.mustBe('QueueName.Part', 'x'), named)).toEqual([finding.replace('QueueName', 'QueueName.Part')]);
    expect(found((queue) => queue.mustBeSet('QueueName'), named)).toEqual([]);
  });

  test('if the judge says so', () => {
    expect(found(() => SafeguardOutcome.unknown('the owner is not known'))).toEqual(['the owner is not known']);
  });
});

test('a condition is judged both ways', () => {
  expect(found((queue) => queue.mustMatch('QueueName', 'acme-.+'), (queue, stack) => {
    new CfnCondition(stack, 'IsProduction', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Stage', { default: 'dev' }).valueAsString, 'prod') });
    queue.queueName = Fn.conditionIf('IsProduction', 'acme-orders', 'orders') as any;
  })).toEqual(['QueueName is "orders", must match acme-.+, if Stage is "dev"']);
});

describe('a judged resource', () => {
  const PROPERTIES = {
    QueueName: 'orders', DelaySeconds: 30, KmsMasterKeyId: '', RedrivePolicy: { a: { b: [1, 2] } }, Tags: [{ Key: 'Owner', Value: 'web' }],
  };
  const full = (queue: sqs.CfnQueue) => {
    queue.addOverride('Properties', PROPERTIES);
    queue.addOverride('DeletionPolicy', 'Retain');
  };
  /** What a judge reads. */
  const read = (of: (queue: JudgedResource) => unknown, change: (queue: sqs.CfnQueue, stack: Stack) => void = full) => {
    let value: unknown;
    expect(found((queue) => { value = of(queue); return SafeguardOutcome.holds(); }, change)).toEqual([]);
    return value;
  };

  test('has its place and its values', () => {
    expect(read(({ logicalId, type, path: at, stackName }) => [logicalId, type, at, stackName])).toEqual(['Queue', 'AWS::SQS::Queue', 'Stack/Queue', 'Stack']);
    expect(read((queue) => ['QueueName', 'DelaySeconds', 'KmsMasterKeyId', 'RedrivePolicy', 'RedrivePolicy.a.b[1]', 'RedrivePolicy.x.y', 'Tags[0].Value', 'FifoQueue']
      .map((property) => queue.value(property)))).toEqual(['orders', 30, '', { a: { b: [1, 2] } }, 2, undefined, 'web', undefined]);
    expect(read((queue) => [queue.attribute('DeletionPolicy'), queue.attribute('UpdateReplacePolicy')])).toEqual(['Retain', undefined]);
    expect(read((queue) => [queue.tag('Owner'), queue.tag('Team')])).toEqual(['web', undefined]);
    expect(read((queue) => ['QueueName', 'KmsMasterKeyId', 'FifoQueue'].map((property) => queue.isSet(property)))).toEqual([true, false, false]);
  });

  test('has no tag if its type has none, or it has no list of tags', () => {
    const tag = (change: (queue: sqs.CfnQueue) => void) => read((queue) => queue.tag('Owner'), change);
    expect(tag(() => undefined)).toBeUndefined();
    expect(tag((queue) => queue.addPropertyOverride('Tags', { Owner: 'web' }))).toBe('web');
    expect(tag((queue) => queue.addPropertyOverride('Tags', [{ Key: 'Team', Value: 'web' }]))).toBeUndefined();
  });

  test('has the strictest numbers of the frameworks', () => {
    let days: number | undefined;
    const { app } = queueApp();
    const judge = ({ numbers }: JudgedResource) => { days = numbers.logRetention?.toDays(); return SafeguardOutcome.holds(); };
    const rules = new Framework({ id: 'r', title: 'R', source: 'R', numbers: { logRetention: Duration.days(400) }, controls: [] });
    ComplianceChecks.on(app, { frameworks: [rules], safeguards: [judging(judge)] });
    synth(app);
    expect(days).toBe(400);
  });

  test('leads to the resources that it refers to, and to those that refer to it', () => {
    const { app, stack, queue } = queueApp();
    queue.redrivePolicy = { deadLetterTargetArn: new sqs.CfnQueue(stack, 'Dead').attrArn };
    new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [queue.ref], policyDocument: {} });
    const seen: unknown[] = [];
    const judge = (each: JudgedResource) => {
      const policies = each.referencedBy('AWS::SQS::QueuePolicy', 'Queues').map(({ logicalId }) => logicalId);
      seen.push([each.logicalId, each.referenced('RedrivePolicy.deadLetterTargetArn')?.logicalId, each.referenced('QueueName')?.logicalId, policies]);
      return SafeguardOutcome.holds();
    };
    ComplianceChecks.on(app, { frameworks: [], safeguards: [judging(judge)] });
    synth(app);
    expect(seen).toEqual([['Queue', 'Dead', undefined, ['Policy']], ['Dead', undefined, undefined, []]]);
  });

  test.each<[string, (queue: JudgedResource) => SafeguardOutcome, string[]]>([
    ['mustBeSet', (queue) => queue.mustBeSet('KmsMasterKeyId'), ['KmsMasterKeyId is not set']],
    ['mustBeSet, set', (queue) => queue.mustBeSet('QueueName'), []],
    ['mustBe', (queue) => queue.mustBe('DelaySeconds', 0), ['DelaySeconds is 30, must be 0']],
    ['mustBe, met', (queue) => queue.mustBe('DelaySeconds', '30'), []],
    ['mustBe, a member of every object', (queue) => queue.mustBe('constructor.name', 'Object'), ['constructor.name is not set, must be Object']],
    ['mustBeOneOf', (queue) => queue.mustBeOneOf('QueueName', ['a', 'b']), ['QueueName is "orders", must be one of a, b']],
    ['mustNotBe', (queue) => queue.mustNotBe('QueueName', ['orders']), ['QueueName is "orders", must be another value']],
    ['mustNotBe, not set', (queue) => queue.mustNotBe('FifoQueue', ['true']), []],
    ['mustMatch a part', (queue) => queue.mustMatch('QueueName', 'rder'), ['QueueName is "orders", must match rder']],
    ['mustMatch', (queue) => queue.mustMatch('QueueName', 'o|orders'), []],
    ['mustBeAtLeast', (queue) => queue.mustBeAtLeast('DelaySeconds', 31), ['DelaySeconds is 30, must be at least 31']],
    ['mustBeAtLeast, not set', (queue) => queue.mustBeAtLeast('MaximumMessageSize', 0), ['MaximumMessageSize is not set, must be at least 0']],
    ['mustBeAtMost', (queue) => queue.mustBeAtMost('DelaySeconds', 29), ['DelaySeconds is 30, must be at most 29']],
    ['mustInclude', (queue) => queue.mustInclude('RedrivePolicy.a.b', ['c']), ['RedrivePolicy.a.b is [1,2], must include c']],
    ['allOf', (queue) => SafeguardOutcome.allOf(queue.mustBeSet('FifoQueue'), SafeguardOutcome.doesNotApply(), SafeguardOutcome.fails('b')), ['FifoQueue is not set; b']],
    ['anyOf', (queue) => SafeguardOutcome.anyOf(queue.mustBeSet('FifoQueue'), SafeguardOutcome.unknown('b')), ['b']],
    ['anyOf, one holds', (queue) => SafeguardOutcome.anyOf(queue.mustBeSet('FifoQueue'), SafeguardOutcome.holds()), []],
    ['allOf without outcomes', () => SafeguardOutcome.allOf(), ['the safeguard has no outcome to combine']],
    ['anyOf without outcomes', () => SafeguardOutcome.anyOf(), ['the safeguard has no outcome to combine']],
    ['a path that is none', (queue) => queue.mustBe('Tags[x]', 1),
      ["judge of House.QueueNamed threw an error: property must be a path such as VersioningConfiguration.Status or Tags[0].Key, got 'Tags[x]'"]],
    ['a pattern that is none', (queue) => queue.mustMatch('QueueName', '('),
      ["judge of House.QueueNamed threw an error: pattern must be a regular expression, got '(': Invalid regular expression: /^(?:()$/u: Unterminated group"]],
    ['a value that is none', (queue) => queue.mustBe('QueueName', {}),
      ['judge of House.QueueNamed threw an error: value must be a string, a number or a boolean, got {}']],
    ['an empty finding', () => SafeguardOutcome.fails(''),
      ["judge of House.QueueNamed threw an error: finding must be a string of 1 to 1000 characters, got ''"]],
  ])('%s', (_, judge, finding) => {
    expect(found(judge, full)).toEqual(finding);
  });

  test('has no outcome where the fact does not apply', () => {
    const { app } = queueApp();
    const none = SafeguardOutcome.doesNotApply();
    const never = [none, SafeguardOutcome.allOf(none), SafeguardOutcome.anyOf(none)];
    ComplianceChecks.on(app, { name: 'house', frameworks: [], safeguards: never.map((outcome, index) => judging(() => outcome, { id: `House.Never${index}` })) });
    synth(app);
    expect(evidenceOf(app.outdir, 'house').json.outcomes.filter(({ safeguard }: any) => safeguard.startsWith('House'))).toEqual([]);
  });
});

describe('refused is', () => {
  const error = (...safeguards: any[]) => refusal(() => ComplianceChecks.on(new Stack(new App(), 'Stack'), { frameworks: [], safeguards }));

  test.each<[string, object, string]>([
    ['an id of one word', { id: 'Queue' },
      "safeguards[0].id must be two words in upper camel case with a period between them, such as House.QueueNamed, got 'Queue'"],
    ['an id that is no text', { id: 7 }, 'safeguards[0].id must be two words in upper camel case with a period between them, such as House.QueueNamed, got 7'],
    ['the id of a built-in safeguard', { id: 'SQS.QueueEncrypted' },
      "safeguards[0].id must not be the id of a built-in safeguard, got 'SQS.QueueEncrypted'"],
    ['the id of a built-in safeguard in other case', { id: 'SQS.Queueencrypted' },
      "safeguards[0].id must not be the id of a built-in safeguard, got 'SQS.Queueencrypted'"],
    ['a statement with a period', { statement: 'It is so.' }, "safeguards[0].statement must be a line of 1 to 500 characters without a final period, got 'It is so.'"],
    ['an empty remedy', { remedy: '' }, "safeguards[0].remedy must be a line of 1 to 500 characters without a final period, got ''"],
    ['no rationale', { rationale: undefined }, 'safeguards[0].rationale must be a line of 1 to 500 characters without a final period, got undefined'],
    ['an unknown severity', { severity: 'urgent' }, "safeguards[0].severity must be SafeguardSeverity.CRITICAL, SafeguardSeverity.HIGH, SafeguardSeverity.MEDIUM, SafeguardSeverity.LOW or SafeguardSeverity.INFORMATIONAL, got 'urgent'"],
    ['no resource types', { resourceTypes: [] }, 'safeguards[0].resourceTypes must not be empty'],
    ['a resource type that is none', { resourceTypes: ['SQS'] }, "safeguards[0].resourceTypes[0] must be a CloudFormation type such as AWS::SQS::Queue, or *, got 'SQS'"],
  ])('%s', (_, more, message) => {
    expect(error(judging(() => SafeguardOutcome.holds(), more as Partial<ISafeguard>))).toBe(message);
  });

  test('what is no safeguard', () => {
    expect(error({})).toBe('safeguards[0] must be an ISafeguard, got {}');
    expect(() => houseFramework({ id: 'House.X' } as any)).toThrow('safeguards[0] must be an ISafeguard, got { id }');
  });

  test('an id that is there twice, in a list and in a framework', () => {
    expect(error(new QueueNamed(), new QueueNamed())).toBe("safeguards must have no duplicates, got 'House.QueueNamed' twice");
    const frameworks = [houseFramework(new QueueNamed())];
    expect(refusal(() => ComplianceChecks.on(new App(), { frameworks, safeguards: [new QueueNamed()] }))).toBe("safeguards must have no duplicates, got 'House.QueueNamed' twice");
  });

  test('another statement under an id of the same app', () => {
    const app = new App();
    ComplianceChecks.on(new Stack(app, 'One'), { frameworks: [], safeguards: [new QueueNamed()] });
    ComplianceChecks.on(new Stack(app, 'Two'), { frameworks: [], safeguards: [new QueueNamed()] });
    expect(refusal(() => ComplianceChecks.on(new Stack(app, 'Three'), { frameworks: [], safeguards: [judging(() => undefined, { statement: 'another' })] })))
      .toBe("safeguard 'House.QueueNamed' already exists in this App, with another statement, remedy or severity");
  });

  test('a citation of a safeguard that the framework does not bring', () => {
    const controls = [{ id: '1', title: 'One', safeguards: ['House.QueueNamed'] }];
    expect(() => new Framework({ id: 'house', title: 'House', source: 'House', controls }))
      .toThrow("controls[0].safeguards must be ids of safeguards, got 'House.QueueNamed'");
  });
});

test('one object in a framework and in the list is one safeguard', () => {
  const { app } = queueApp('orders');
  const named = new QueueNamed();
  ComplianceChecks.on(app, { frameworks: [houseFramework(named)], safeguards: [named] });
  expect(findings(app).filter(({ rule }) => rule === 'House.QueueNamed')).toHaveLength(1);
});
