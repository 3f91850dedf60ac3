import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { CloudFrontAccess } from './cloudfront-access';
import { RouteRule } from './route-options';
import { refuse } from '../../core/validation';

/**
 * Values in the conditions of one rule (Elastic Load Balancing User Guide, Quotas for your Application Load Balancers), and those of a
 * secret while it rotates: the one before, the next, and what a rotation that was given up left at CloudFront.
 */
const VALUES = { ofRule: 5, ofSecret: 3 };

/** A route for requests that bring CloudFront's secret, where there is one. */
export function withSecret(scope: Construct, id: string, rule: RouteRule, cloudFront: CloudFrontAccess | undefined): RouteRule {
  // A route that is for everything has no id; any other without a condition is refused.
  if (!cloudFront?.secret || (id !== '' && rule.conditions.length === 0)) return rule;
  const values = rule.conditions.reduce((sum, condition) => sum + valuesOf(condition), 0);
  const most = VALUES.ofRule - VALUES.ofSecret;
  if (values > most) {
    refuse(scope, `conditions of route '${id}' have ${values} values, need at most ${most}: CloudFront's secret takes ${VALUES.ofSecret} of ${VALUES.ofRule}`);
  }
  return { ...rule, conditions: [...rule.conditions, cloudFront.secret._condition] };
}

function valuesOf(condition: elbv2.ListenerCondition): number {
  const { field, ...configs } = condition.renderRawCondition();
  return Object.values<{ values?: unknown[] }>(configs).reduce((sum, { values = [] }) => sum + values.length, 0);
}
