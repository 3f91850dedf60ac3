import { SecureQueue } from '../../src';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  new SecureQueue(stack, 'Orders');
  expect(outlineOf(stack)).toEqual({
    constructs: ['SecureQueue', 'WorkloadKey'],
    alarms: [
      'OldestMessageOld: AWS/SQS ApproximateAgeOfOldestMessage QueueName=<OrdersQueueC538DD4C.QueueName> Maximum per 300 s default 900, default periods',
      'DeadLetters: AWS/SQS ApproximateNumberOfMessagesVisible QueueName=<OrdersDeadLetterQueueA73944CE.QueueName> Maximum per 300 s default 1, 1 periods',
    ],
    descriptions: [],
    logicalIds: [
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
      'OrdersDeadLetterQueueA73944CE',
      'OrdersDeadLetterQueuePolicyBDB38C9A',
      'OrdersQueueC538DD4C',
      'OrdersQueuePolicy969D31B6',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViasqs', 'AllowViasqsGrants'],
    },
    trust: {},
  });
});
