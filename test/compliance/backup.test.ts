import { templatesOf } from './evidence/support';
import { coveredByBackup } from '../../src/compliance/predicates/backup';
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
