import { SecureQueue } from '../../src';
import { alarmTable, described, keyUses, logicalIds } from '../outline';
import { testStack } from '../support';

const stack = testStack();
new SecureQueue(stack, 'Orders');

test('the alarms that the constructs recommend', () => {
  expect(alarmTable(stack)).toEqual([
    'OldestMessageOld: AWS/SQS ApproximateAgeOfOldestMessage QueueName=<OrdersQueueC538DD4C.QueueName> Maximum per 300 s default 900, default periods',
    'DeadLetters: AWS/SQS ApproximateNumberOfMessagesVisible QueueName=<OrdersDeadLetterQueueA73944CE.QueueName> Maximum per 300 s default 1, 1 periods',
  ]);
});

test('the resources that have a description', () => {
  expect(described(stack)).toEqual([
  ]);
});

test('the logical ids', () => {
  expect(logicalIds(stack)).toEqual([
    'DataKey2A0DE9E6',
    'DataKeyAliasBD63605D',
    'OrdersDeadLetterQueueA73944CE',
    'OrdersDeadLetterQueuePolicyBDB38C9A',
    'OrdersQueueC538DD4C',
    'OrdersQueuePolicy969D31B6',
  ]);
});

test('the uses that the keys permit', () => {
  expect(keyUses(stack)).toEqual({
    DataKey2A0DE9E6: ['AllowViasqs', 'AllowViasqsGrants'],
  });
});
