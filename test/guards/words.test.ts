import * as fs from 'fs';
import * as path from 'path';

/** Words for people where a role or a service is meant, and words that readers take for others. */
const AVOIDED = /\b(somebody|nobody|anybody|everybody|whoever|whom|whose it is|told|affair|in place of)\b/i;
/** Titles and descriptions of publishers are quoted. */
const QUOTED = /^src\/compliance\/(sources|frameworks)\//;

function filesBelow(folder: string, ending: RegExp): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => ending.test(file) && !/\/(node_modules|build|cdk\.out)\//.test(file) && !QUOTED.test(file));
}

test.each<[string, string[]]>([
  ['comments, messages and findings', filesBelow('src', /\.ts$/)],
  ['READMEs and documents', [
    ...fs.readdirSync('.').filter((file) => file.endsWith('.md') && file !== 'API.md'),
    ...['docs', 'src', 'examples', 'website/content'].flatMap((folder) => filesBelow(folder, /\.md$/)),
  ]],
])('%s avoid the words above', (_, files) => {
  expect(files.length).toBeGreaterThan(20);
  const lines = files.flatMap((file) => fs.readFileSync(file, 'utf-8').split('\n').map((line, index) => `${file}:${index + 1} ${line.trim()}`));
  expect(lines.filter((line) => AVOIDED.test(line))).toEqual([]);
});
