import { CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { dependsOn } from '../../../src/edge/cloudfront/bucket-key';

const resource = (stack: Stack, id: string, properties: object = {}) => new CfnResource(stack, id, { type: 'AWS::Any::Thing', properties });

test.each<[string, (other: CfnResource) => object]>([
  ['Ref', (other) => ({ Name: other.ref })],
  ['Fn::GetAtt', (other) => ({ Name: other.getAtt('Arn') })],
  ['Fn::Sub', (other) => ({ Name: Fn.sub(`a-\${${other.logicalId}.Arn}`) })],
])('a resource depends on resources that it refers to by %s, through others too', (_, properties) => {
  const stack = new Stack();
  const last = resource(stack, 'Last');
  const middle = resource(stack, 'Middle', properties(last));
  const first = resource(stack, 'First', { Name: middle.ref });
  expect([dependsOn(first, last), dependsOn(last, first)]).toEqual([true, false]);
});

test('a resource depends on explicit dependencies, and circular dependencies end', () => {
  const stack = new Stack();
  const [one, two, other] = ['One', 'Two', 'Other'].map((id) => resource(stack, id));
  one.addResourceDependency(two);
  two.addResourceDependency(one);
  expect([dependsOn(one, two), dependsOn(one, other)]).toEqual([true, false]);
});

test('resources of a nested stack with the same logical ids are others', () => {
  const stack = new Stack();
  const last = resource(stack, 'Last');
  const first = resource(stack, 'First', { Name: last.ref });
  const nested = new NestedStack(stack, 'Nested');
  expect([resource(nested, 'Last'), resource(nested, 'First')].map(({ logicalId }) => stack.resolve(logicalId))).toEqual(['Last', 'First']);
  expect(dependsOn(first, last)).toBe(true);
});
