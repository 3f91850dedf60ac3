import * as fs from 'fs';
import * as path from 'path';
import { modelOfResources } from './support';

/** Lines of a file: the resources of a template, an empty line, then its connections and outside parties as read in the AWS documentation. */
const FOLDER = path.join(__dirname, 'tables/connections');
const topics = fs.readdirSync(FOLDER).map((file) => path.basename(file, '.txt'));

test.each(topics)('connections and parties of the topic %s', (topic) => {
  const [head, rows] = fs.readFileSync(path.join(FOLDER, `${topic}.txt`), 'utf-8').trimEnd().split('\n\n');
  const { flows, inventory: { parties } } = modelOfResources(Object.fromEntries(head.split('\n').map((line) => {
    const [, id, type, properties] = /^(\w+) ([\w:]+) (.*)$/.exec(line)!;
    return [id, [type, JSON.parse(properties)]];
  })));
  const connections = flows.map(({ kind, from, to, protocol, ports, encryption, encryptedBy, why, openedBy, via, blockedBy }) => [
    `${kind}: ${from.join(', ')} > ${to.join(', ')}`,
    [protocol, ports].filter((one) => one !== undefined).join(' '),
    `${encryption}: ${encryptedBy}`,
    why,
    `by ${openedBy.map(({ id }) => id).join(', ')}`,
    ...via ? [`via ${via.join(', ')}`] : [],
    ...blockedBy ? [`blocked: ${blockedBy}`] : [],
  ].join(' | '));
  const outside = parties.map(({ id, isThirdParty, purpose, usedBy }) => `${isThirdParty ? 'third party' : 'party'} ${id} | ${purpose} | used by ${usedBy.join(', ') || 'no component'}`);
  expect([...connections, ...outside]).toEqual(rows.split('\n'));
});
