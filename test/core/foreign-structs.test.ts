import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { requireProps } from '../../src/core/validation';
import { ENUMS, MEMBERS, STRUCTS } from '../../src/validation/shapes';
import { refusal } from '../refusal';

const stack = new Stack(new App(), 'Stack');
const anyToken = Lazy.any({ produce: () => undefined });
const foreign = Object.entries(STRUCTS).filter(([name]) => name.startsWith('aws-'));

/** Values for all required props, and a value for one prop. */
function propsWith(struct: string, prop: string, value: unknown): object {
  const required = Object.entries(STRUCTS[struct]).filter(([, shape]) => !shape.endsWith('?')).map(([name, shape]) => [name, isOfL1(struct) ? anyToken : ofShape(shape)]);
  return { ...Object.fromEntries(required), [prop]: value };
}

function isOfL1(struct: string): boolean {
  return struct.includes('.Cfn');
}

/** A value of a shape. */
function ofShape(shape: string): unknown {
  if (shape.endsWith('[+]')) return [ofShape(shape.slice(0, -3))];
  if (shape in ENUMS) return Object.values(ENUMS[shape]())[0];
  if (shape in MEMBERS) return Object.fromEntries(MEMBERS[shape].map((name) => [name, name]));
  return { string: 'a', number: 1 }[shape];
}

/** Tokens of a shape, which constructs take. */
function tokensOf(shape: string): unknown[] {
  if (shape === 'any') return [anyToken];
  return { 'string': [Lazy.string({ produce: () => 'a' })], 'number': [Lazy.number({ produce: () => 1 })], 'string[+]': [Lazy.list({ produce: () => ['a'] })] }[shape] ?? [];
}

describe('structs of aws-cdk-lib', () => {
  const checked = foreign.flatMap(([struct, props]) => Object.entries(props).map(([prop, shape]): [string, string, string] => [struct, prop, shape.replace('?', '')]))
    .filter(([, , shape]) => shape !== 'unknown');

  test.each(checked)('%s: %s is held to its type, %s', (struct, prop, shape) => {
    const wrong = shape === 'string' ? 42 : 'text';
    const values = shape === 'any' ? [null] : [null, wrong, ...shape.endsWith(']') ? [[]] : [], ...shape.endsWith(']') && !shape.startsWith('unknown') ? [[null]] : []];
    for (const value of values) {
      expect(refusal(() => requireProps(stack, struct, propsWith(struct, prop, value), 'given'))).toMatch(new RegExp(`^given\\.${prop}\\b.* must (?:be|not be) `));
    }
    const withToken = (value: unknown) => refusal(() => requireProps(stack, struct, propsWith(struct, prop, value), 'given'));
    for (const token of isOfL1(struct) ? [anyToken] : tokensOf(shape)) expect(withToken(token)).toBeUndefined();
    if (!isOfL1(struct) && shape !== 'any') expect(withToken(anyToken)).toMatch(new RegExp(`^given\\.${prop} must be .*, got a token$`));
  });

  test('the structs that props and methods take have shapes', () => {
    expect(foreign.map(([name]) => name).filter((name) => !name.startsWith('aws-wafv2.'))).toEqual([
      'aws-apigateway.JsonSchema', 'aws-applicationautoscaling.ScalingSchedule', 'aws-autoscaling.BasicScheduledActionProps',
      'aws-autoscaling.WarmPoolOptions', 'aws-cloudfront.ErrorResponse', 'aws-cloudfront.FunctionAssociation', 'aws-ec2.SubnetSelection', 'aws-ecs.HealthCheck',
      'aws-ecs.ServiceConnectTlsConfiguration', 'aws-elasticloadbalancingv2.MutualAuthentication',
    ]);
  });

  test('errors name them without their module', () => {
    expect(refusal(() => requireProps(stack, 'FargateNetwork', { vpcSubnets: 'private' }, 'network'))).toBe("network.vpcSubnets must be a SubnetSelection, got 'private'");
    expect(refusal(() => requireProps(stack, 'CloudFrontViewers', { errorResponses: [null] }))).toBe('errorResponses[0] must be an ErrorResponse, got null');
    expect(refusal(() => requireProps(stack, 'FargateNetwork', { vpcSubnets: { subnets: [{}] } }))).toBe('vpcSubnets.subnets[0] must be an ISubnet, got {}');
    expect(refusal(() => requireProps(stack, 'FargateNetwork', { vpcSubnets: { subnetType: null } })))
      .toBe('vpcSubnets.subnetType must be SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS or SubnetType.PUBLIC, got null');
  });

  test('structs of an L1 are checked at every level, and can be tokens there', () => {
    const geo: wafv2.CfnWebACL.StatementProperty = { geoMatchStatement: { countryCodes: ['GB'] } };
    const rule = (statement: unknown) => refusal(() => requireProps(stack, 'CustomWebAclRule', { name: 'a', wcu: 1, statement }));
    expect(rule({ notStatement: { statement: geo } })).toBeUndefined();
    expect(rule({ andStatement: { statements: [geo, Token.asAny({ a: 1 })] } })).toBeUndefined();
    expect(rule({ andStatement: { statements: [geo, { notStatement: {} }] } }))
      .toBe('statement.andStatement.statements[1].notStatement.statement must be a CfnWebACL.StatementProperty, got undefined');
    expect(rule({ orStatement: { statements: [] } })).toBe('statement.orStatement.statements must not be empty');
  });

  test('null is a value of a JSON schema', () => {
    expect(refusal(() => requireProps(stack, 'IngestRequestOptions', { schema: { enum: [null, 1], default: null } }))).toBeUndefined();
    expect(refusal(() => requireProps(stack, 'IngestRequestOptions', { schema: { properties: { a: null } } }))).toBe('schema.properties.a must be a JsonSchema, got null');
  });
});
