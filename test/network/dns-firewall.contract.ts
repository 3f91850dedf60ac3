import { DnsFirewall } from '../../src';
import { contract } from '../contract/contract';
import { vpc } from '../contract/surroundings';

export default contract(DnsFirewall, {
  variants: {
    defaults: (stack) => ({ vpc: vpc(stack) }),
    everything: (stack) => ({ vpc: vpc(stack), allowedDomains: ['example.com', '*.example.com'], blockedDomains: ['bad.example.net'], alertOnly: true, priority: 200 }),
  },
});
