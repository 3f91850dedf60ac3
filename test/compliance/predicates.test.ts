import * as fs from 'fs';
import * as path from 'path';
import { templatesOf } from './evidence/support';
import { isPrivate, isWorld } from '../../src/compliance/predicates/cidr';
import { isNoSystemPath, isWindows, mustBePinned } from '../../src/compliance/predicates/containers';
import { rotationDays } from '../../src/compliance/predicates/cron';
import { acceptsForeignSubjects } from '../../src/compliance/predicates/federated-subjects';
import { Grant } from '../../src/compliance/predicates/grants';
import { requiresImdsV2 } from '../../src/compliance/predicates/imds';
import { isEmpty, isInClear, isOneOf, isSame, isSet, isUnresolved, listOf, mayBe, shown } from '../../src/compliance/predicates/intrinsics';
import {
  documentRestrictsOrigins, operationsAuthorized, operationsSentOverHttps, privateOperationsEncrypted,
} from '../../src/compliance/predicates/open-api';
import { openPorts, opensToWorld, reachesWorld } from '../../src/compliance/predicates/open-ports';
import { actionsOf, deniesPlainHttp, deniesPlainHttpToBucket, isAnyone, isNotPublic, parsed, statementsOf } from '../../src/compliance/predicates/policy';
import { confinedBy, reachOf } from '../../src/compliance/predicates/principals';
import { resourcePoliciesOf } from '../../src/compliance/predicates/resource-policies';
import { clarityOf, clarityOfVariable, isSecretName, isSecretProperty, isTokenName, secretIn } from '../../src/compliance/predicates/secrets';
import { actionPattern, hasFunction, textOf, writtenText } from '../../src/compliance/predicates/text';
import { writtenValues } from '../../src/compliance/predicates/written';
import { Json, RenderedResource } from '../../src/compliance/rendered';

const [template] = templatesOf({
  Stack: {
    Parameters: {
      Named: { Type: 'String', Default: 'default', AllowedValues: ['one', 'two'] },
      Open: { Type: 'String' },
      Block: { Type: 'String' },
      Hidden: { Type: 'String', NoEcho: true },
      Guessed: { Type: 'String', NoEcho: 'true', Default: 'x' },
      DbPassword: { Type: 'String' },
      DbPasswordArn: { Type: 'String' },
      Pointing: { Type: 'String', Default: '/team/secret' },
      Kept: { Type: 'AWS::SSM::Parameter::Value<String>', NoEcho: true, Default: '/team/secret' },
    },
    Mappings: { Map: { first: { key: 'a' }, second: { key: ['b', 'c'] } } },
    Resources: Object.fromEntries(Object.entries<readonly [type: string, properties?: object]>({
      It: ['AWS::IAM::Role'],
      Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
      Network: ['AWS::EC2::VPC', { CidrBlock: { Ref: 'Block' } }],
      Bucket: ['AWS::S3::Bucket'],
      List: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/8' }] }],
      Wide: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '0.0.0.0/0' }] }],
      Stored: ['AWS::SSM::Parameter', { Value: 'plain text' }],
      Own: ['Custom::Own'],
      Nested: ['AWS::CloudFormation::Stack'],
      Client: ['AWS::Cognito::UserPoolClient'],
    }).map(([id, [Type, Properties = {}]]) => [id, { Type, Properties }])),
  },
}, 'eu-west-2');
const role = template.everyOfType('AWS::IAM::Role')[0];
const grant = (statement: Json) => new Grant(role, statement);

/** Predicates by the name in the file. */
const PREDICATES: Readonly<Record<string, (...values: any[]) => unknown>> = {
  isPrivate,
  isWorld,
  isNoSystemPath,
  isWindows,
  mustBePinned,
  rotationDays,
  acceptsForeignSubjects,
  requiresImdsV2,
  isEmpty,
  isInClear,
  isOneOf,
  isSame,
  isSet,
  isUnresolved,
  listOf,
  mayBe,
  shown,
  documentRestrictsOrigins,
  operationsAuthorized,
  operationsSentOverHttps,
  privateOperationsEncrypted,
  actionsOf,
  deniesPlainHttp,
  deniesPlainHttpToBucket,
  isAnyone,
  isNotPublic,
  parsed,
  statementsOf,
  confinedBy,
  reachOf,
  isSecretName,
  isTokenName,
  secretIn,
  hasFunction,
  textOf,
  writtenText,
  openPorts: (properties, ports) => openPorts(template, properties, ports),
  opensToWorld: (properties, ports) => opensToWorld(template, properties, ports),
  reachesWorld: (rules) => reachesWorld(template, rules),
  isNotPublicAfterDenials: (documents, honorsDenials) => isNotPublic(documents, 'the policy', undefined, honorsDenials),
  matches: (pattern, action) => actionPattern(pattern).test(action),
  policiesIn: (type, properties) => resourcePoliciesOf({ type, properties } as RenderedResource).map(({ path: at, documents }) => [at, documents]),
  writtenValues: (value) => writtenValues(role, value),
  isSecretProperty: (name, at) => isSecretProperty(name, () => at),
  clarityOf: (value) => clarityOf(role, value),
  clarityOfVariable: (name, value) => clarityOfVariable(role, name, value),
  allowed: (statement, actions) => grant(statement).allowed(actions),
  breadth: (resource) => [grant({ Resource: resource }).isBroad, grant({ Resource: resource }).isOnEverything],
  breadthOf: (statement) => [grant(statement).isBroad, grant(statement).isOnEverything, grant(statement).isInverted],
  isNarrowed: (condition) => grant({ Condition: condition }).isNarrowed,
  actions: (statement) => [grant(statement).actions, grant(statement).hasUnknownAction],
};

// A line is a predicate, its arguments and its result, as JSON text. The results are those of the AWS documentation that each predicate cites.
const lines = fs.readFileSync(path.join(__dirname, 'tables/predicates.txt'), 'utf-8').trimEnd().split('\n');

test.each(lines)('%s', (line) => {
  const [call, result] = line.split(' => ');
  const [, name, values] = /^(\w+)\((.*)\)$/.exec(call)!;
  expect(JSON.stringify(PREDICATES[name](...JSON.parse(`[${values}]`))) ?? 'undefined').toBe(result);
});
