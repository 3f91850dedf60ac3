import * as fs from 'fs';
import * as path from 'path';
import { SENDERS, SWITCHES } from '../../../src/compliance/evidence/flows/output-senders';
import { OUTPUTS } from '../../../src/compliance/evidence/flows/output-types';
import { ComponentType, componentType } from '../../../src/compliance/evidence/inventory/component-types';

// Every value of the tables that the evidence looks up, as read in the CloudFormation template reference and the pages that the tables cite.
const linesOf = (name: string) => fs.readFileSync(path.join(__dirname, 'tables', name), 'utf-8').trimEnd().split('\n');

test('the data that resources send, and what switches it off, is that of the list', () => {
  const lines = Object.entries(OUTPUTS).flatMap(([type, rows]) => [
    SENDERS[type] ? `${type} from ${SENDERS[type]}` : type,
    ...rows.flatMap(([kind, why, ...paths]) => [`  ${kind}: ${why}`, ...paths.map((one) => `    ${one}`)]),
    ...(SWITCHES[type] ?? []).map(([prefix, property, off]) => `  off: ${property} ${off}${prefix && ` for ${prefix}`}`),
  ]);
  expect(lines).toEqual(linesOf('outputs.txt'));
});

function row(type: string, { service, tier, name, atRest }: ComponentType): string {
  const rule: Partial<NonNullable<typeof atRest>> = atRest ?? {};
  const { key, items, on, unset, keyEncrypts, inherits, inheritsKey, byDefault, source, ...others } = rule;
  expect(others).toEqual({});
  return [`${type}: ${service}, ${tier}`, ...name === undefined ? [] : [name], ...atRest ? [
    `key ${key}${keyEncrypts ? ', which encrypts' : ''}`, `of each ${items}`,
    `on ${on}`, `unset ${unset}`, `inherits ${inherits}`, `inherits the key ${inheritsKey}`, `default ${byDefault}`, source,
  ].filter((text) => !text!.endsWith(' undefined')) : []].join(' | ');
}

test.each(linesOf('component-types.txt'))('%s', (line) => {
  const type = /^[^ ]+(?=: )/.exec(line)![0];
  expect(row(type, componentType(type)!)).toBe(line);
});

test.each(linesOf('services.txt').map((line) => line.split(': ')))('the service of other types of %s is %s', (namespace, service) => {
  expect(componentType(`AWS::${namespace}::Other`)).toEqual({ service, tier: 'other' });
});

test.each(linesOf('configuration.txt').map((line) => line.split(': ')))('types of %s that configure other resources are no components: %s', (namespace, names) => {
  expect(names.split(', ').filter((name) => componentType(`${namespace}::${name}`) !== undefined)).toEqual([]);
});
