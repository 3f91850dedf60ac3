import * as fs from 'fs';
import * as path from 'path';
import { linesOf } from './topic-lines';

/** Lines of a file: the resources of a template, an empty line, then what the model has of it, as read in the AWS documentation. */
const FOLDER = path.join(__dirname, 'tables/connections');
const topics = fs.readdirSync(FOLDER).map((file) => path.basename(file, '.txt'));

test.each(topics)('connections, parties and components of the topic %s', (topic) => {
  const file = path.join(FOLDER, `${topic}.txt`);
  const [head, rows] = fs.readFileSync(file, 'utf-8').trimEnd().split('\n\n');
  const resources = Object.fromEntries(head.split('\n').map((line) => {
    const [, id, type, properties] = /^(\w+) ([\w:]+) (.*)$/.exec(line)!;
    return [id, [type, JSON.parse(properties)] as const];
  }));
  const lines = linesOf(resources);
  if (process.env.UPDATE_CONNECTIONS) fs.writeFileSync(file, `${head}\n\n${lines.join('\n')}\n`);
  else expect(lines).toEqual(rows.split('\n'));
});
