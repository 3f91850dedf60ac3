import { templatesOf } from './evidence/support';
import { scan } from '../../src/compliance/predicates/secret-texts';
import { Json } from '../../src/compliance/rendered';

const MASKED = { Ref: 'Token' };
const ATTRIBUTE = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

function found(Outputs: Json, resources: Json = {}): Record<string, string | undefined> {
  const [template] = templatesOf({
    Stack: {
      Parameters: { Token: { Type: 'String', NoEcho: true }, Open: { Type: 'String' } },
      Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Open' }, 'a'] } },
      Resources: {
        Sometimes: { Type: 'AWS::SQS::Queue', Condition: 'Is' },
        First: { Type: 'AWS::SQS::Queue' },
        Second: { Type: 'AWS::SQS::Queue' },
        Client: { Type: 'AWS::Cognito::UserPoolClient' },
        ...resources,
      },
      Outputs,
    },
  });
  return Object.fromEntries(template.resources.flatMap((resource) => {
    const { secretValue } = scan(resource);
    return secretValue === undefined ? [] : [[resource.logicalId, secretValue]];
  }));
}

const must = (output: string, kind: string) => `Outputs.${output}.Value has ${kind}, must be a reference to a secret`;

// NoEcho masks no output (AWS CloudFormation User Guide, Outputs and Parameters).
test.each<[string, Json, Record<string, string>]>([
  ['without a value', { Empty: {} }, {}],
  ['with a name', { Name: { Value: 'orders' } }, {}],
  ['with a parameter', { Password: { Value: { Ref: 'Open' } } }, {}],
  ['with a parameter that has NoEcho', { Name: { Value: MASKED } }, { First: must('Name', 'the value of the parameter Token, which has NoEcho') }],
  ['with a text around it', { Name: { Value: { 'Fn::Sub': 'a-${Token}' } } }, { First: must('Name', 'the value of the parameter Token, which has NoEcho') }],
  ['with it in a branch', { Name: { Value: { 'Fn::If': ['Is', 'a', MASKED] } } }, { First: must('Name', 'the value of the parameter Token, which has NoEcho') }],
  ['with a password', { DbPassword: { Value: 'hunter2hunter2' } }, { First: must('DbPassword', 'a secret in clear') }],
  ['with a key', { Name: { Value: 'AKIAIOSFODNN7EXAMPLQ' } }, { First: must('Name', 'an AWS access key') }],
  ['with the secret of a client', { Name: { Value: ATTRIBUTE('Client', 'ClientSecret') } }, { Client: must('Name', 'the ClientSecret of Client') }],
  ['with the id of a client', { Name: { Value: ATTRIBUTE('Client', 'ClientId') } }, {}],
  ['after one without a secret', { Name: { Value: 'orders' }, Other: { Value: MASKED } }, { First: must('Other', 'the value of the parameter Token, which has NoEcho') }],
])('an output %s', (_, outputs, expected) => {
  expect(found(outputs)).toEqual(expected);
});

test('an output of a template whose resources all have a condition counts to the first', () => {
  const conditional = Object.fromEntries(['First', 'Second', 'Client'].map((id) => [id, { Type: 'AWS::SQS::Queue', Condition: 'Is' }]));
  expect(found({ Name: { Value: MASKED } }, conditional)).toEqual({ Sometimes: must('Name', 'the value of the parameter Token, which has NoEcho') });
});
