import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IConstruct } from 'constructs';
import { mustBe, requireString, StringLimit } from '../../core/validation';
import { isAddressRange } from '../shared/validation';

/** Conditions of which a rule has at most one (Elastic Load Balancing API, CreateRule, Conditions). */
const SINGLE = ['host-header', 'http-request-method', 'path-pattern', 'source-ip'];
const VALUE: StringLimit = { need: 'a value of 1 to 128 characters', maxLength: 128 };
/** Values of each condition (Elastic Load Balancing API, RuleCondition and the configurations in it). */
const VALUES: Record<string, StringLimit> = {
  'host-header': { need: 'a host name of at most 128 letters, digits, hyphens, dots, * and ?', pattern: /[A-Za-z0-9.*?-]+/, maxLength: 128 },
  'http-header': VALUE,
  'http-request-method': { need: 'a method of at most 40 upper-case letters, hyphens and underscores', pattern: /[A-Z_-]+/, maxLength: 40 },
  'path-pattern': { need: 'a path pattern of at most 128 characters A-Z a-z 0-9 _ - . $ / ~ " \' @ : + & * ?', pattern: /[\w.$/~"'@:+&*?-]+/, maxLength: 128 },
};
const ANY_ADDRESS = ['0.0.0.0/0', '::/0'];
/** A token of RFC 7230. */
const HEADER: StringLimit = { need: 'the name of a header, at most 40 characters', pattern: /[\w!#$%&'*+.^`|~-]+/, maxLength: 40 };
/** Elastic Load Balancing API, RedirectActionConfig. */
const REDIRECT: StringLimit = { need: '1 to 128 characters', maxLength: 128 };

/** Refuses conditions that a rule cannot have. Tokens pass. */
export function requireConditions(scope: IConstruct, prop: string, conditions: readonly elbv2.ListenerCondition[]): void {
  const fields: string[] = [];
  conditions.forEach((condition, index) => {
    const { field, ...configs } = condition.renderRawCondition();
    const at = `${prop}[${index}]`;
    if (SINGLE.includes(field) && fields.includes(field)) mustBe(scope, at, `a condition other than ${prop}[${fields.indexOf(field)}], of the same type`, field);
    fields.push(field);
    for (const { httpHeaderName, values = [] } of Object.values<{ httpHeaderName?: string; values?: unknown[] }>(configs)) {
      requireString(scope, `${at}.httpHeaderName`, httpHeaderName, HEADER);
      values.forEach((value, position) => requireValue(scope, `${at}.values[${position}]`, field, value));
    }
  });
}

function requireValue(scope: IConstruct, prop: string, field: string, value: any): void {
  if (field === 'source-ip' && !ANY_ADDRESS.includes(value) && !isAddressRange(value)) mustBe(scope, prop, 'a range in CIDR notation such as 192.0.2.0/24', value);
  if (field === 'query-string') for (const name of ['key', 'value']) requireString(scope, `${prop}.${name}`, value[name], VALUE);
  if (VALUES[field]) requireString(scope, prop, value, VALUES[field]);
}

/** Refuses a fixed response or a redirect that a listener cannot have. Tokens pass. */
export function requireAction(scope: IConstruct, prop: string, action: elbv2.ListenerAction | undefined): void {
  for (const { fixedResponseConfig, redirectConfig } of (action?.renderActions() ?? []) as elbv2.CfnListener.ActionProperty[]) {
    // Elastic Load Balancing API, FixedResponseActionConfig.
    const { statusCode, messageBody } = (fixedResponseConfig ?? {}) as Partial<elbv2.CfnListener.FixedResponseConfigProperty>;
    requireString(scope, `status code of ${prop}`, statusCode, { need: 'a status of 2XX, 4XX or 5XX', pattern: /[245]\d\d/ });
    requireString(scope, `message body of ${prop}`, messageBody, { need: 'at most 1024 characters', minLength: 0, maxLength: 1_024 });
    const redirect = (redirectConfig ?? {}) as Partial<elbv2.CfnListener.RedirectConfigProperty>;
    for (const name of ['host', 'path'] as const) requireString(scope, `${name} of ${prop}`, redirect[name], REDIRECT);
    requireString(scope, `query of ${prop}`, redirect.query, { ...REDIRECT, minLength: 0, need: 'at most 128 characters' });
  }
}
