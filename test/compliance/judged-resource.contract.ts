import { judgedQueue } from './own-safeguards.fixture';
import { JudgedResource } from '../../src';
import { contract } from '../contract/contract';

const on = judgedQueue;
const use = () => {};

export default contract(JudgedResource, {
  methods: {
    value: { on, use, variants: { property: () => ['Tags[0].Key'] } },
    attribute: { on, use, variants: { name: () => ['DeletionPolicy'] } },
    tag: { on, use, variants: { key: () => ['Owner'] } },
    isSet: { on, use, variants: { property: () => ['QueueName'] } },
    referenced: { on, use, variants: { property: () => ['QueueName'] } },
    referencedBy: { on, use, variants: { everything: () => ['AWS::SQS::QueuePolicy', 'Queues'] } },
    mustBeSet: { on, use, variants: { property: () => ['QueueName'] } },
    mustBe: { on, use, variants: { everything: () => ['QueueName', 'orders'] } },
    mustBeOneOf: { on, use, variants: { everything: () => ['QueueName', ['orders']] } },
    mustNotBe: { on, use, variants: { everything: () => ['QueueName', ['orders']] } },
    mustMatch: { on, use, variants: { everything: () => ['QueueName', 'acme-.+'] } },
    mustBeAtLeast: { on, use, variants: { everything: () => ['DelaySeconds', 10] } },
    mustBeAtMost: { on, use, variants: { everything: () => ['DelaySeconds', 10] } },
    mustInclude: { on, use, variants: { everything: () => ['RedriveAllowPolicy.sourceQueueArns', ['a']] } },
  },
});
