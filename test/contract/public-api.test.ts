import * as fs from 'fs';
import * as path from 'path';
import * as iam from 'aws-cdk-lib/aws-iam';
import { casesOf } from './cases';
import { Bases, outcomeOf } from './outcomes';
import { replacementsBetween } from './replacements';
import { REVIEWED } from './reviewed-replacements';
import { cleanUp } from './stacks';
import { readContracts, subjectsOf } from './subjects';
import { readApi, SRC, wings } from '../../scripts/public-api';
import { constructsOf } from '../../scripts/readme';
import { STRUCTS } from '../../src/validation/shapes';
import { refusal } from '../refusal';
import { testStack } from '../support';

const api = readApi();
const subjects = subjectsOf(api, readContracts());
const found = subjects.map((subject) => casesOf(api, subject));
const cases = found.flatMap((each) => each.cases);

afterAll(cleanUp);

function readme(...folder: string[]): string {
  const file = path.join(SRC, '..', ...folder, 'README.md');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf-8') : '';
}

test('every class, method and static factory with parameters has a contract, which sets every prop', () => {
  expect(found.flatMap(({ gaps }) => gaps.map(({ message }) => message))).toEqual([]);
});

// Go has no optional parameters: a caller writes `nil` in each place. A struct of options is keyword arguments in Python and a builder in Java.
test('an optional parameter is a struct of options in the last place, or variadic', () => {
  const ofClasses = api.classes.flatMap(({ name, parameters = [], methods }) => [{ name: 'constructor', parameters }, ...methods]
    .flatMap((method) => method.parameters.map((parameter, index) => ({ ...parameter, place: `${name}.${method.name}`, isLast: index === method.parameters.length - 1 }))))
    .filter(({ optional, rest, type, isLast }) => optional && !rest && !(type.kind === 'struct' && isLast));
  const interfaces = api.files.flatMap((file) => [...fs.readFileSync(path.join(SRC, file), 'utf-8').matchAll(/^export interface (I[A-Z]\w*) [^]*?^\}/gm)]);
  const ofInterfaces = interfaces.flatMap(([text, name]) => [...text.matchAll(/^ {2}(\w+)\((.*)\): /gm)]
    .flatMap(([, method, parameters]) => [...parameters.matchAll(/(\w+)\?: ([\w.]+)(,?)/g)]
      .filter(([, , type, comma]) => comma !== '' || !api.structs.has(type)).map(([, parameter]) => ({ place: `${name}.${method}`, name: parameter }))));
  expect(interfaces.map(([, name]) => name)).toContain('IDatabaseClient');
  expect([...ofClasses, ...ofInterfaces].map(({ place, name }) => `${place}: ${name}`)).toEqual([]);
});

test('the types of the props are generated for every prop: run `npx projen`', () => {
  const given = [...api.structs.values()].filter(({ name }) => name in STRUCTS);
  expect(given.length).toBeGreaterThan(100);
  const names = (struct: string, props: readonly string[]) => props.map((prop) => `${struct}.${prop}`).sort();
  expect(given.flatMap(({ name }) => names(name, Object.keys(STRUCTS[name]))))
    .toEqual(given.flatMap(({ name, props }) => names(name, props.map((prop) => prop.name))));
});

test('the README has an entry for every construct', () => {
  expect(constructsOf(api).map(({ name }) => name).filter((name) => !readme().includes(`\n- \`${name}\`: `))).toEqual([]);
});

test('every folder of the public API has a README, which names its constructs', () => {
  const named = (wing: string) => constructsOf(api).filter(({ name, domain }) => domain === wing && !new RegExp(`\\b${name}\\b`).test(readme('src', wing))).map(({ name }) => name);
  expect(wings().filter((wing) => readme('src', wing) === '' || named(wing).length).map((wing) => `src/${wing}/README.md: ${named(wing).join(', ')}`)).toEqual([]);
});

// The tests of each construct of core hold its outline.
test('the test of the outline of a domain has each of its constructs', () => {
  const outline = (domain: string) => path.join(__dirname, '..', domain, 'outline.test.ts');
  const absent = constructsOf(api).filter(({ name, domain }) => !['adoption', 'compliance', 'core'].includes(domain)
    && !(fs.existsSync(outline(domain)) && fs.readFileSync(outline(domain), 'utf-8').includes(`'${name}'`)));
  expect(absent.map(({ name, domain }) => `${name} in test/${domain}/outline.test.ts`)).toEqual([]);
});

test('a method that grants permissions refuses principals to which it would grant nothing', () => {
  const need = 'grantee must be a role, user or group, because other principals have no identity-based policy';
  const grants = subjects.filter(({ takes }) => takes.some(({ name }) => name === 'grantee'));
  expect(grants.map(({ name }) => name)).toContain('SecureQueue.grantSend');
  for (const { name, variants = [], prepare, build, run } of grants) {
    const stack = testStack();
    const roleOf = (account: string, id: string) => iam.Role.fromRoleArn(stack, id, `arn:aws:iam::${account}:role/reader`);
    prepare(stack);
    const refusedFor = (grantee: iam.IGrantable) => `${name}: ${refusal(() => run(stack, { ...build(stack, variants[0]), grantee }))}`;
    expect(refusedFor(new iam.ServicePrincipal('glue.amazonaws.com'))).toBe(`${name}: ${need}, got a ServicePrincipal`);
    expect(refusedFor(roleOf('999999999999', 'Elsewhere'))).toBe(`${name}: grantee must be a principal of account 123456789012, got 'Stack/Elsewhere' of account 999999999999`);
    run(stack, { ...build(stack, variants[0]), grantee: roleOf('123456789012', 'Reader') });
    expect(stack.node.findChild('Reader').node.children).toEqual([expect.any(iam.Policy)]);
  }
});

test('a prop whose change replaces a resource with data or a name says so', () => {
  const docs = new Map([...api.structs.values()].flatMap(({ props }) => props.map(({ owner, name, doc }) => [`${owner}.${name}`, doc])));
  expect(Object.entries(REVIEWED).filter(([place, { says }]) => !docs.get(place)?.includes(says)).map(([place]) => place)).toEqual([]);
});

describe('single changes of props', () => {
  const t = (type: string, before: object, after: object) => replacementsBetween(templateWith(type, before), templateWith(type, after));
  const templateWith = (Type: string, Properties: object) => ({ Stack: { Resources: { Subject: { Type, Properties } } } });

  test('a launch type replaces a service, whose name is in use then', () => {
    expect(t('AWS::ECS::Service', { ServiceName: 'a', LaunchType: 'FARGATE' }, { ServiceName: 'a' }))
      .toEqual([{ type: 'AWS::ECS::Service', logicalId: 'Subject', because: ['LaunchType'], collides: true }]);
  });

  test('a zone that a writer gets replaces it, a standby does not', () => {
    expect(t('AWS::RDS::DBInstance', {}, { AvailabilityZone: 'eu-west-2a' }).map(({ because }) => because)).toEqual([['AvailabilityZone']]);
    expect(t('AWS::RDS::DBInstance', { MultiAZ: false }, { MultiAZ: true })).toEqual([]);
  });

  test('a replaced resource replaces what refers to it in a create-only property', () => {
    const of = (CidrBlock: string) => ({
      Stack: {
        Resources: {
          Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock } },
          Subnet: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', VpcId: { Ref: 'Network' } } },
        },
      },
    });
    expect(replacementsBetween(of('10.0.0.0/16'), of('10.0.0.0/20')).map(({ logicalId, because }) => [logicalId, because]))
      .toEqual([['Network', ['CidrBlock']], ['Subnet', ['VpcId']]]);
  });

  test('another logical id replaces a resource with data', () => {
    const of = (id: string) => ({ Stack: { Resources: { [id]: { Type: 'AWS::S3::Bucket' } } } });
    expect(replacementsBetween(of('Old'), of('New')).map(({ logicalId, because }) => [logicalId, because])).toEqual([['Old', ['logical id']]]);
  });
});

test('no name is without a limit', () => {
  const bases = new Bases();
  const names = cases.filter(({ names: [prop = ''], name }) => /(?:Name|Identifier|alias)$/.test(prop) && name.endsWith(' = 5000 characters'));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((tried) => outcomeOf(tried, bases)?.kind !== 'refused').map(({ name }) => name)).toEqual([]);
});
