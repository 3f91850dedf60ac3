import { Duration } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ManagedRuleGroup, RateLimitKey, WebAcl, WebAclRule, WebAclScope } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key } from '../contract/surroundings';

export default contract(WebAcl, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      webAclName: 'ledger-web-acl',
      scope: WebAclScope.REGIONAL,
      managedRuleGroups: [ManagedRuleGroup.COMMON],
      rules: [WebAclRule.blockCountries('KP')],
      rateLimit: 500,
      rateLimitWindow: Duration.minutes(1),
      rateLimitKey: RateLimitKey.FORWARDED_ADDRESS,
      countOnly: true,
      logs: { logGroupName: 'aws-waf-logs-ledger', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack), redactedHeaders: ['x-token'] },
    }),
  },
  methods: {
    associate: { variants: { resource: (stack) => [bucket(stack), 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/elsewhere/0123456789abcdef'] } },
  },
  statics: {
    fromWebAclArn: {
      variants: { arn: () => ['Imported', 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/elsewhere/01234567-89ab-cdef-0123-456789abcdef'] },
    },
  },
});
