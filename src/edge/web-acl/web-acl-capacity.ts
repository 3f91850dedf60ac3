import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Rule } from './rule';
import { refuse } from '../../core/validation';

/** What a web ACL may take, and what its basic price covers (AWS WAF Developer Guide, Web ACL capacity units in AWS WAF). */
const MAX_WCU = 5000;
const INCLUDED_WCU = 1500;

/** Adds up what the rules take. */
export function requireCapacity(scope: Construct, rules: Rule[]): number {
  const capacity = rules.reduce((sum, { wcu }) => sum + wcu, 0);
  if (capacity > MAX_WCU) {
    const parts = rules.map(({ name, wcu }) => `${name} ${wcu}`).join(', ');
    refuse(scope, `web ACL takes ${capacity} WCU (${parts}), need at most ${MAX_WCU}`);
  }
  if (capacity > INCLUDED_WCU) {
    Annotations.of(scope).addWarningV2(
      'cdk-regulated:webAclSurcharge', `web ACL takes ${capacity} WCU; above ${INCLUDED_WCU} AWS WAF charges extra for each request`);
  }
  return capacity;
}
