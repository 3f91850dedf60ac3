import { Stack } from 'aws-cdk-lib';
import { BotControlLevel, ManagedRuleGroup, RuleAction, WebAcl } from '../../src';
import { contract } from '../contract/contract';

function use(stack: Stack, group: ManagedRuleGroup) {
  new WebAcl(stack, 'Rules', { managedRuleGroups: [group] });
}

export default contract(ManagedRuleGroup, {
  methods: {
    withOptions: {
      on: () => ManagedRuleGroup.COMMON,
      variants: {
        everything: () => [{
          overrides: { SizeRestrictions_BODY: RuleAction.COUNT },
          countOnly: false,
          version: 'Version_1.0',
          scopeDown: { geoMatchStatement: { countryCodes: ['GB'] } },
          scopeDownWcu: 1,
        }],
      },
      use,
    },
  },
  statics: {
    botControl: { variants: { level: () => [BotControlLevel.COMMON] }, use },
    accountTakeoverPrevention: { variants: { path: () => ['/login'] }, use },
    custom: { variants: { everything: () => [{ vendorName: 'Vendor', name: 'Rules', wcu: 100, configs: [{ loginPath: '/login' }] }] }, use },
  },
});
