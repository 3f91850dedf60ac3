import { textOf } from './arns';
import { Deployment } from './templates';

/** What a policy says about: an identity, who assumes a role, the resource that it belongs to, or what passes a VPC endpoint. */
export type PolicyKind = 'identity' | 'trust' | 'resource' | 'endpoint';

export interface ConditionKey {
  readonly operator: string;
  readonly key: string;
  readonly values: string[];
}

/** A statement of a policy in a template, with its values as text. */
export interface Statement {
  /** For example `production/loan-prod/Database/Key of AWS::KMS::Key`. */
  readonly where: string;
  /** Type of the resource that has the policy. */
  readonly type: string;
  readonly kind: PolicyKind;
  readonly isAllow: boolean;
  readonly principals: Record<string, string[]>;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions: ConditionKey[];
  /** NotAction, NotResource or NotPrincipal, if it has one. */
  readonly negations: string[];
}

const IDENTITY = /^AWS::IAM::(Role|Policy|ManagedPolicy|User|Group)$/;

/** Every statement of every policy in some stacks. */
export function statementsOf({ name, templates }: Deployment): Statement[] {
  const resources = Object.entries(templates).flatMap(([stack, { Resources = {} }]) => (
    Object.entries<any>(Resources).map(([id, body]) => ({ stack, id, ...body }))));
  return resources.flatMap(({ stack, id, Type, Properties = {} }) => {
    const text = (value: any) => textOf(value, templates, stack);
    const where = `${name}/${stack}/${id} of ${Type}`;
    const of = (raw: any, isTrust: boolean): Statement => {
      const kind = isTrust ? 'trust' : IDENTITY.test(Type) ? 'identity' : Type === 'AWS::EC2::VPCEndpoint' ? 'endpoint' : 'resource';
      const list = (value: any) => [value ?? []].flat().map(text);
      const conditions = Object.entries<object>(raw.Condition ?? {});
      const principals = typeof raw.Principal === 'string' ? { AWS: [raw.Principal] } : raw.Principal ?? {};
      return {
        where: raw.Sid ? `${where} (${raw.Sid})` : where,
        type: Type,
        kind,
        isAllow: raw.Effect === 'Allow',
        principals: Object.fromEntries(Object.entries(principals).map(([principal, value]) => [principal, list(value)])),
        actions: list(raw.Action),
        resources: list(raw.Resource),
        conditions: conditions.flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) => ({ operator, key, values: list(value) }))),
        negations: Object.keys(raw).filter((key) => key.startsWith('Not')),
      };
    };
    const documents = documentsIn(Properties, text).flatMap(({ document, isTrust }) => [document.Statement].flat().map((raw) => of(raw, isTrust)));
    return Type === 'AWS::Lambda::Permission' ? [of(permission(Properties), false)] : documents;
  });
}

/** A permission of a function as the statement that Lambda adds to its policy. */
function permission({ Action, Principal, FunctionName, SourceAccount, SourceArn }: any) {
  return {
    Effect: 'Allow',
    Action,
    Principal: { Service: Principal },
    Resource: FunctionName,
    Condition: { ...SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }, ...SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } } },
  };
}

function documentsIn(value: any, text: (value: any) => string, isTrust = false): { document: any; isTrust: boolean }[] {
  const json = typeof value === 'string' || value?.['Fn::Join'] || value?.['Fn::Sub'] ? text(value).trim() : '';
  if (/^\{[^]*"Statement"/.test(json)) return [{ document: JSON.parse(json), isTrust }];
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...value.Statement ? [{ document: value, isTrust }] : [],
    ...Object.entries(value).filter(([key]) => key !== 'Statement').flatMap(([key, child]) => documentsIn(child, text, key === 'AssumeRolePolicyDocument')),
  ];
}
