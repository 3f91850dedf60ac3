import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { requireConditions } from './listener-limits';
import { RouteOptions, RouteRule } from './route-options';
import { IHttpTarget } from '../../core/contracts/http-target';
import {
  isUnresolved, mustBe, refuse, requireArgument, requireDuration, requireInteger, requireKnown, requireProps, requireString,
} from '../../core/validation';
import { OriginSecret } from '../origin-secret/origin-secret';

/** Checked options of a route, with defaults. */
export interface ResolvedRoute extends Pick<RouteOptions, 'unhealthyThreshold' | 'stickiness' | 'slowStart' | 'authentication'> {
  readonly target: IHttpTarget;
  readonly protocol: elbv2.ApplicationProtocol;
  readonly interval: Duration;
  readonly deregistrationDelay: Duration;
}

/** A route with conditions. */
export interface ResolvedRule extends ResolvedRoute, Pick<RouteRule, 'conditions' | 'priority'> {}

/** Priority of the rule for all other requests (Elastic Load Balancing API, CreateRule: at most 50,000). */
export const LAST = 50_000;

/**
 * Condition values of a rule (Elastic Load Balancing User Guide, Quotas for your Application Load Balancers). A secret header takes three: the
 * previous value, the next value, and the value that CloudFront still has after an abandoned rotation.
 */
const VALUES = { rule: 5, secret: 3 };

const PRIORITIES = new WeakMap<elbv2.IApplicationListener, Map<number, string>>();

/** Checks the target and the options of a route. Ranges: Elastic Load Balancing API, CreateTargetGroup and TargetGroupAttribute. */
export function resolveRoute(scope: Construct, target: IHttpTarget, options: RouteOptions, prop = 'options', struct = 'RouteOptions'): ResolvedRoute {
  requireArgument(scope, 'target', 'IHttpTarget', target);
  requireProps(scope, struct, options, prop);
  const { healthCheckInterval, unhealthyThreshold, deregistrationDelay, stickiness, slowStart, authentication } = options;
  // The timeout is derived from it.
  requireKnown(scope, `${prop}.healthCheckInterval`, healthCheckInterval);
  requireDuration(scope, `${prop}.healthCheckInterval`, healthCheckInterval, { unit: 'seconds', min: 5, max: 300 });
  requireInteger(scope, `${prop}.unhealthyThreshold`, unhealthyThreshold, { min: 2, max: 10 });
  requireDuration(scope, `${prop}.deregistrationDelay`, deregistrationDelay, { unit: 'seconds', min: 0, max: 3600 });
  requireDuration(scope, `${prop}.stickiness`, stickiness, { unit: 'seconds', max: 604_800 });
  requireDuration(scope, `${prop}.slowStart`, slowStart, { unit: 'seconds', min: 30, max: 900 });
  authentication?._require(scope, `${prop}.authentication`);
  return {
    target,
    protocol: options.protocol ?? elbv2.ApplicationProtocol.HTTP,
    interval: healthCheckInterval ?? Duration.seconds(30),
    deregistrationDelay: deregistrationDelay ?? Duration.seconds(60),
    unhealthyThreshold,
    stickiness,
    slowStart,
    authentication,
  };
}

/** Checks a route with conditions, and adds the condition on the secret header of CloudFront, if there is one. */
export function resolveRule(
  scope: Construct, id: string, listener: elbv2.IApplicationListener, target: IHttpTarget, rule: RouteRule, secret?: OriginSecret,
): ResolvedRule {
  requireKnown(scope, 'id', id);
  requireArgument(scope, 'id', 'string', id);
  requireString(scope, 'id', id, { need: 'a route id such as Api' });
  if (scope.node.tryFindChild(`${id}Rule`)) refuse(scope, `route '${id}' already exists in this listener`);
  const route = resolveRoute(scope, target, rule, 'rule', 'RouteRule');
  const { conditions, priority } = rule;
  requireInteger(scope, 'rule.priority', priority, { min: 1, max: secret ? LAST - 1 : LAST });
  requireConditions(scope, 'rule.conditions', conditions);
  requireValues(scope, conditions, secret);
  reservePriority(scope, id, listener, priority);
  return { ...route, priority, conditions: [...conditions, ...secret ? [secret._condition] : []] };
}

function requireValues(scope: Construct, conditions: elbv2.ListenerCondition[], secret: OriginSecret | undefined) {
  const most = secret ? VALUES.rule - VALUES.secret : VALUES.rule;
  const count = conditions.reduce((sum, condition) => sum + valuesOf(condition), 0);
  const because = secret ? `, because the secret header takes ${VALUES.secret} of ${VALUES.rule}` : '';
  if (count > most) refuse(scope, `rule.conditions must be conditions with at most ${most} values in total${because}, got ${count}`);
}

function valuesOf(condition: elbv2.ListenerCondition): number {
  const { field, ...configs } = condition.renderRawCondition();
  return Object.values<{ values?: unknown[] }>(configs).reduce((sum, { values = [] }) => sum + values.length, 0);
}

function reservePriority(scope: Construct, id: string, listener: elbv2.IApplicationListener, priority: number) {
  if (isUnresolved(priority)) return;
  const taken = PRIORITIES.get(listener) ?? new Map<number, string>();
  const other = taken.get(priority);
  if (other !== undefined) mustBe(scope, 'rule.priority', `a priority that route '${other}' does not have`, priority);
  PRIORITIES.set(listener, taken.set(priority, id));
}
