import * as fs from 'fs';
import * as path from 'path';
import { readApi } from '../../scripts/public-api';

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples');
const LANGUAGES = ['csharp', 'go', 'java', 'python'];

function sources(): string {
  const folders = fs.readdirSync(EXAMPLES).flatMap((platform) => LANGUAGES.map((language) => path.join(EXAMPLES, platform, language)))
    .filter((folder) => fs.existsSync(folder));
  return folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).map((file) => path.join(folder, file)))
    .filter((file) => /\.(cs|go|java|py)$/.test(file)).map((file) => fs.readFileSync(file, 'utf-8')).join('\n');
}

test('the examples in Python, Go, Java and C# together call every construct', () => {
  const text = sources();
  const constructs = readApi().classes.filter(({ isConstruct }) => isConstruct).map(({ name }) => name).sort();
  // Python and Java: a call or a builder. Go: a function NewX. C#: `new X`. A key is made by `on`.
  expect(constructs.filter((name) => !new RegExp(`\\b(?:New)?${name}\\b(?:\\(|\\.Builder\\.create\\(|[._][Oo]n\\()`).test(text))).toEqual([]);
});
