import { strict as assert } from 'assert';
import { test } from 'node:test';
import { hasCardNumber, maskCardNumbers, maskDeep } from '../src/card-numbers';

// Test numbers published by card networks and payment processors.
for (const [network, number, masked] of [
  ['Visa', '4111111111111111', '************1111'],
  ['Visa of 13 digits', '4222222222222', '*********2222'],
  ['Visa of 19 digits', '4000000000000000006', '***************0006'],
  ['Mastercard', '5555555555554444', '************4444'],
  ['Mastercard of the 2 series', '2223003122003222', '************3222'],
  ['American Express', '378282246310005', '***********0005'],
  ['Discover', '6011111111111117', '************1117'],
  ['Diners Club', '30569309025904', '**********5904'],
  ['JCB', '3530111333300000', '************0000'],
  ['UnionPay', '6205500000000000004', '***************0004'],
  ['Maestro', '6759649826438453', '************8453'],
] as const) {
  test(`a number of ${network} is masked except the last four digits`, () => {
    assert.equal(maskCardNumbers(number), masked);
    assert.equal(maskCardNumbers(`card=${number}, thanks`), `card=${masked}, thanks`);
    assert.ok(hasCardNumber(number));
  });
}

for (const [text, masked] of [
  ['4111 1111 1111 1111', '**** **** **** 1111'],
  ['4111-1111-1111-1111', '****-****-****-1111'],
  ['3782 822463 10005', '**** ****** *0005'],
  ['4111111111111111 2027', '************1111 2027'],
  ['12 4111111111111111 737', '12 ************1111 737'],
  ['4111111111111111,5555555555554444', '************1111,************4444'],
  ['4111111111111111 5555555555554444', '************1111 ************4444'],
] as const) test(`'${text}' becomes '${masked}'`, () => assert.equal(maskCardNumbers(text), masked));

for (const [what, text] of [
  ['with a wrong check digit', '4111111111111112'],
  ['of no network', '1111111111111117'],
  ['that is a time in milliseconds', '1795635661397'],
  ['inside a longer number', '99994111111111111111999999'],
  ['of a phone', '+49 30 1234567'],
  ['of an amount', '4111.11'],
] as const) {
  test(`a number ${what} is not masked`, () => {
    assert.equal(maskCardNumbers(text), text);
    assert.ok(!hasCardNumber(text));
  });
}

test('card numbers in an object are masked, other values are unchanged', () => {
  const at = null;
  assert.deepEqual(
    maskDeep({ a: ['4111111111111111', { b: 5555555555554444 }], 4111111111111111: true, at: at, n: 7, none: undefined }),
    { 'a': ['************1111', { b: '************4444' }], '************1111': true, 'at': at, 'n': 7, 'none': undefined },
  );
});
