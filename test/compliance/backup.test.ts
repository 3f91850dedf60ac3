import { templatesOf } from './evidence/support';
import { coveredByBackup } from '../../src/compliance/predicates/backup';
import { someSelectionOf } from '../../src/compliance/predicates/backup-selections';
import { Json } from '../../src/compliance/rendered';

const TABLE = { TableName: 'orders', Tags: [{ Key: 'backup', Value: 'daily' }, { Key: 'team', Value: 'a.b' }, { Key: 'late', Value: { Ref: 'P' } }] };

function isCovered(BackupSelection: Json, properties: Json = TABLE): boolean {
  const [template] = templatesOf({
    Stack: {
      Parameters: { P: { Type: 'String' } },
      Resources: {
        It: { Type: 'AWS::DynamoDB::Table', Properties: properties },
        Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection } },
      },
    },
  }, 'eu-west-2', '111122223333');
  return coveredByBackup(template.resource('It')!).result === 'holds';
}

const condition = (key: string, value: Json) => [{ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue: value }];

// All conditions have to be met (API BackupSelection, AWS Backup Developer Guide).
test.each<[expected: boolean, conditions: Json]>([
  [true, { StringEquals: condition('backup', 'daily') }],
  [false, { StringEquals: condition('backup', 'weekly') }],
  [false, { StringEquals: condition('other', 'daily') }],
  [true, { StringNotEquals: condition('backup', 'weekly') }],
  [true, { StringNotEquals: condition('other', 'daily') }],
  [false, { StringNotEquals: condition('backup', 'daily') }],
  [true, { StringLike: condition('backup', 'da*') }],
  [true, { StringLike: condition('backup', '*') }],
  [false, { StringLike: condition('backup', 'we*') }],
  [false, { StringLike: condition('other', '*') }],
  [true, { StringLike: condition('team', 'a.b') }],
  [false, { StringLike: condition('team', 'a.') }],
  [false, { StringLike: condition('team', '.b') }],
  [false, { StringLike: condition('backup', 'd.*') }],
  [false, { StringLike: condition('late', '*') }],
  [true, { StringNotLike: condition('backup', 'we*') }],
  [true, { StringNotLike: condition('other', '*') }],
  [false, { StringNotLike: condition('backup', 'da*') }],
  [false, { StringNotLike: condition('late', 'da*') }],
  [false, { NumericEquals: condition('backup', 'daily') }],
  [false, { StringEquals: condition('backup', 'daily'), StringNotLike: condition('team', 'a*') }],
  [true, { StringEquals: condition('backup', 'daily'), StringNotLike: condition('team', 'b*') }],
  [false, { StringEquals: [...condition('backup', 'daily'), ...condition('team', 'x')] }],
])('a table is covered: %s by the conditions %j', (expected, Conditions) => {
  expect([isCovered({ Conditions }), isCovered({ Resources: ['*'], Conditions })]).toEqual([expected, expected]);
});

test.each<[expected: boolean, arn: Json]>([
  [true, '*'],
  [true, 'arn:aws:dynamodb:*:*:table/*'],
  [true, 'arn:aws:dynamodb:eu-west-2:111122223333:table/orders'],
  [true, 'arn:aws-cn:dynamodb:eu-west-2:111122223333:table/orders'],
  [true, { 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/ord*' }],
  [true, { 'Fn::GetAtt': ['It', 'Arn'] }],
  [false, 'arn:aws:dynamodb:eu-west-2:111122223333:table/order'],
  [false, 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  [false, 'arn:aws:dynamodb:eu-west-2:444455556666:table/orders'],
  [false, 'arn:aws:rds:*:*:table/*'],
  [false, 'xarn:aws:dynamodb:*:*:table/*'],
])('a table is covered: %s by the resource %j', (expected, arn) => {
  expect(isCovered({ Resources: [arn] })).toBe(expected);
  if (expected) expect(isCovered({ Resources: ['*'], NotResources: [arn] })).toBe(false);
});

test('a table with a name that CloudFormation makes is covered by a wildcard for all names only', () => {
  const prefixes = ['*', 'arn:aws:dynamodb:*:*:table/*', 'arn:aws:dynamodb:*:*:table/o*', 'arn:aws:dynamodb:*:*:table/orders'];
  expect(prefixes.map((arn) => isCovered({ Resources: [arn] }, {}))).toEqual([true, true, false, false]);
});

test.each<[expected: boolean, properties: Json]>([
  [true, { Tags: [{ Key: 'backup', Value: 'daily' }] }],
  [true, { Tags: { backup: 'daily' } }],
  [true, { FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }],
  [false, { Tags: [{ Key: 'backup', Value: 'weekly' }] }],
  [false, { Tags: [null, {}] }],
  [false, {}],
])('a tag of the list selects: %s with %j', (expected, properties) => {
  expect(isCovered({ ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }] }, properties)).toBe(expected);
});

test('a selection without content selects nothing', () => {
  expect(isCovered(undefined)).toBe(false);
});

const ARN = 'arn:aws:dynamodb:*:*:table/';
const GIVEN = { Ref: 'P' };
const MAPPED = { 'Fn::FindInMap': ['A', 'B', 'C'] };
const OTHER_TAG = { ConditionType: 'STRINGEQUALS', ConditionKey: 'other', ConditionValue: 'x' };
const byTag = (ConditionKey: Json, ConditionValue: Json) => ({ ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey, ConditionValue }] });
const sometimes = (value: Json) => ({ 'Fn::If': ['C', value, { Ref: 'AWS::NoValue' }] });
const EXCEPT = { StringNotEquals: condition('backup', 'weekly') };

// The index leaves out only selections that cannot select the resource, in whatever way a deployment decides.
test.each<[expected: boolean, selection: Json, properties?: Json]>([
  [true, MAPPED], [false, { Resources: [] }], [false, {}],
  [true, { Resources: [GIVEN] }], [true, { Resources: [{ Ref: 'It' }] }], [false, { Resources: [{ Ref: 'Other' }] }], [false, { Resources: [{ 'Fn::GetAtt': ['Other', 'Arn'] }] }],
  [true, { Resources: [{ Ref: 'Role' }] }], [true, { Resources: [{ 'Fn::Sub': `${ARN}\${P}` }] }], [false, { Resources: [{ 'Fn::Sub': `${ARN}\${Other}` }] }],
  [true, { Resources: [{ 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders' }] }],
  [false, { Resources: [{ 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/other' }] }],
  [true, { Resources: [`${ARN}orders`] }], [false, { Resources: [`${ARN}order`] }], [true, { Resources: [`${ARN}ord*`] }], [true, { Resources: [`${ARN}orders*`] }],
  [false, { Resources: [`${ARN}x*`] }], [true, { Resources: [`${ARN}*`] }], [true, { Resources: ['*'] }], [true, { Resources: ['arn:aws:dynamodb:*'] }],
  [true, { Resources: [`${ARN}other`] }, { TableName: GIVEN }], [true, { Resources: [`${ARN}x*`] }, { TableName: GIVEN }],
  [false, { Resources: [`${ARN}orders`] }, {}], [false, { Resources: [`${ARN}o*`] }, {}], [true, { Resources: [`${ARN}*`] }, {}],
  [true, byTag('backup', 'daily')], [false, byTag('backup', 'weekly')], [false, byTag('other', 'daily')], [true, byTag('late', 'daily')],
  [true, byTag('backup', GIVEN)], [false, byTag('other', GIVEN)], [true, byTag(GIVEN, 'daily')],
  [true, byTag('other', 'daily'), { Tags: [{ Key: GIVEN, Value: 'daily' }] }],
  [true, byTag('backup', 'daily'), { Tags: sometimes([{ Key: 'backup', Value: 'daily' }]) }],
  [true, byTag('backup', 'daily'), { Tags: { backup: 'daily' } }], [false, byTag('backup', 'daily'), { Tags: { backup: 'weekly' } }],
  [false, byTag('backup', 'daily'), {}],
  [true, { Conditions: MAPPED }], [true, { Conditions: EXCEPT }], [true, { Conditions: { StringEquals: condition('backup', 'daily') } }],
  [false, { Conditions: { StringEquals: condition('backup', 'weekly') } }], [true, { Conditions: { StringEquals: [{ ConditionKey: GIVEN, ConditionValue: 'weekly' }] } }],
  [false, { Conditions: { StringEquals: [sometimes(OTHER_TAG), OTHER_TAG] } }], [true, { Conditions: { StringEquals: [sometimes(OTHER_TAG)] } }],
  [false, { Conditions: EXCEPT, Resources: [`${ARN}other`] }], [false, { Conditions: EXCEPT, Resources: [{ 'Fn::GetAtt': ['Other', 'Arn'] }] }],
  [false, { Conditions: EXCEPT, Resources: [sometimes(`${ARN}other`), `${ARN}other`] }], [true, { Conditions: EXCEPT, Resources: [sometimes(`${ARN}other`)] }],
  [false, { Conditions: EXCEPT, ListOfTags: [OTHER_TAG] }], [true, { Conditions: EXCEPT, ListOfTags: [] }],
  [true, { Conditions: EXCEPT, Resources: MAPPED }],
])('the index of selections: %s by %j for %j', (expected, BackupSelection, properties = TABLE) => {
  const [template] = templatesOf({
    Stack: {
      Parameters: { P: { Type: 'String' } },
      Conditions: { C: { 'Fn::Equals': [GIVEN, 'x'] } },
      Resources: {
        It: { Type: 'AWS::DynamoDB::Table', Properties: properties },
        Other: { Type: 'AWS::DynamoDB::Table', Properties: {} },
        Role: { Type: 'AWS::IAM::Role', Properties: {} },
        Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection } },
      },
    },
  }, 'eu-west-2', '111122223333');
  expect(someSelectionOf(template.resource('It')!, () => true)).toBe(expected);
});
