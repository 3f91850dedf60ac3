import * as fs from 'fs';
import * as path from 'path';
import { amountsOf, BEGIN, END, exceededAlone, golden, quotaTable } from './quotas';

const README = path.join(__dirname, '../../examples/README.md');

// `UPDATE_QUOTAS=1 npx jest test/examples/quotas` writes the table.
test('the README has the quotas that the templates use', () => {
  const text = fs.readFileSync(README, 'utf-8');
  const [before, rest, ...more] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  expect({ markers: after !== undefined && more.length === 0 }).toEqual({ markers: true });
  const current = `${before}${quotaTable()}${after}`;
  if (process.env.UPDATE_QUOTAS) fs.writeFileSync(README, current);
  expect(fs.readFileSync(README, 'utf-8')).toBe(current);
});

test('no platform alone exceeds a default quota that is not listed here', () => {
  expect(exceededAlone()).toEqual([
    'payment: 10 vCPUs of Fargate On-Demand at the largest scale; the default is 6',
    'transactions: 18 vCPUs of On-Demand Standard instances at the largest scale; the default is 5',
    'ec2-baseline: 8 vCPUs of On-Demand Standard instances at the largest scale; the default is 5',
  ]);
});

test('platforms of one account share zones and the log policy of AWS WAF, and nothing else', () => {
  const together = Object.fromEntries(quotaTable().split('\n').map((line) => line.split('|').map((cell) => cell.trim())).filter(({ length }) => length > 8)
    .map((cells) => [cells[1].replace(/ \[\d+\]$/, ''), cells[8]]));
  expect(together).toMatchObject({
    'NAT gateways in an Availability Zone': '3',
    'resource policies of CloudWatch Logs in a Region': '1',
    'VPCs in a Region': '3',
    'rules of a security group in one direction': '55',
  });
});

test('a rule with the prefix list of CloudFront counts as many times as the list has entries', () => {
  expect(amountsOf('rules of a security group in one direction').transactions[0]).toBeGreaterThanOrEqual(55);
  expect(amountsOf('rules of a security group in one direction').loan[0]).toBeLessThan(10);
});

test('the second Region of the payment platform has nothing that the table counts', () => {
  for (const stack of ['production', 'ephemeral']) {
    const types = Object.values(golden(stack, `payment-us-west-2-${stack === 'production' ? 'prod' : 'dev'}`).Resources).map(({ Type }) => Type);
    expect(types.sort()).toEqual(['AWS::Backup::BackupVault', 'AWS::KMS::Alias', 'AWS::KMS::Key']);
  }
});
