import { Stack, Token } from 'aws-cdk-lib';
import { KeyUse, WorkloadKey, WorkloadKeyReplica } from '../../src';
import { contract } from '../contract/contract';
import { role } from '../contract/surroundings';

/** Another Region of the same partition. */
const OTHER: Record<string, string> = { 'eu-west-2': 'eu-west-1', 'us-gov-west-1': 'us-gov-east-1', 'cn-north-1': 'cn-northwest-1', 'mx-central-1': 'us-east-1' };

function primary(stack: Stack): WorkloadKey {
  const root = stack.node.root;
  const home = root.node.tryFindChild('Home') as Stack | undefined;
  if (home) return home.node.findChild('Primary') as WorkloadKey;
  const region = Token.isUnresolved(stack.region) ? undefined : OTHER[stack.region];
  return new WorkloadKey(new Stack(root, 'Home', { env: { account: '123456789012', region } }), 'Primary', { multiRegion: true });
}

export default contract(WorkloadKeyReplica, {
  variants: {
    defaults: (stack) => ({ primary: primary(stack) }),
    everything: (stack) => ({ primary: primary(stack), alias: 'ledger', administrators: [role(stack, 'Administrator')], users: [role(stack, 'User')] }),
  },
  methods: {
    allow: { variants: { use: () => [KeyUse.SECRETS_MANAGER] } },
  },
});
