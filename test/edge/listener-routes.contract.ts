import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { routeOptions } from './alb-with-waf.contract';
import { ListenerRoutes } from '../../src';
import { contract } from '../contract/contract';
import { httpTarget, listener, vpc } from '../contract/surroundings';

export default contract(ListenerRoutes, {
  variants: { defaults: (stack) => ({ vpc: vpc(stack), listener: listener(stack) }) },
  methods: {
    routeWhen: {
      variants: {
        everything: (stack) => ['Orders', httpTarget(stack), { ...routeOptions(), conditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])], priority: 10 }],
      },
    },
  },
});
