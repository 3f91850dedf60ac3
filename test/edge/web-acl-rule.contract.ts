import { Stack } from 'aws-cdk-lib';
import { RuleAction, WebAcl, WebAclRule } from '../../src';
import { contract } from '../contract/contract';

function use(stack: Stack, rule: WebAclRule) {
  new WebAcl(stack, 'Rules', { rules: [rule] });
}

const addresses = () => ['192.0.2.0/24', '2001:db8::/32'];

export default contract(WebAclRule, {
  statics: {
    blockCountries: { variants: { countries: () => ['KP', 'IR'] }, use },
    allowOnlyCountries: { variants: { countries: () => ['GB', 'IE'] }, use },
    blockAddresses: { variants: { addresses }, use },
    allowOnlyAddresses: { variants: { addresses }, use },
    trustAddresses: { variants: { addresses }, use },
    custom: {
      variants: {
        everything: () => [{ name: 'LongQueries', statement: { sizeConstraintStatement: { fieldToMatch: { queryString: {} }, comparisonOperator: 'GT', size: 1024, textTransformations: [{ priority: 0, type: 'NONE' }] } }, wcu: 1, action: RuleAction.COUNT }],
      },
      use,
    },
  },
});
