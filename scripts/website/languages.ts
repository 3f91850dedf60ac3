import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

/** Languages of the site, in the order of their tabs. `fence` is their name in Markdown, `tablet` in the translations of jsii-rosetta. */
export const LANGUAGES = [
  { id: 'typescript', label: 'TypeScript', fence: 'ts', tablet: '$' },
  { id: 'python', label: 'Python', fence: 'python', tablet: 'python' },
  { id: 'java', label: 'Java', fence: 'java', tablet: 'java' },
  { id: 'csharp', label: 'C#', fence: 'csharp', tablet: 'csharp' },
  { id: 'go', label: 'Go', fence: 'go', tablet: 'go' },
] as const;

/** Samples that declare a class, which jsii-rosetta does not translate, by a line of theirs in TypeScript. Those in rosetta/classes have a translation. */
const UNTRANSLATED: Readonly<Record<string, readonly string[]>> = { go: ['class Archive extends Construct'] };

const ROOT = path.resolve(__dirname, '..', '..');
const TABLET = path.join(ROOT, 'reports', 'samples.tabl.json.gz');

type Translations = Readonly<Record<string, string>>;

let translations: Map<string, Translations> | undefined;

/** A sample in every language. Undefined if it is not one of the samples that `npm run test:docs` compiles. */
export function translationsOf(source: string): Translations | undefined {
  translations ??= readTablet();
  return translations.get(source.trim());
}

function readTablet(): Map<string, Translations> {
  if (!fs.existsSync(TABLET)) execFileSync('npm', ['run', 'test:docs'], { cwd: ROOT, stdio: 'inherit' });
  const { snippets } = JSON.parse(gunzipSync(fs.readFileSync(TABLET)).toString('utf-8')) as {
    snippets: Record<string, { translations: Record<string, { source: string }> }>;
  };
  return new Map(Object.values(snippets).map(({ translations: byLanguage }) => {
    const languages = LANGUAGES.filter(({ id }) => isTranslated(byLanguage.$.source, id));
    const all = Object.fromEntries(languages.map(({ id, tablet }) => [id, visible(byLanguage[tablet].source)]));
    return [all.typescript.trim(), all];
  }));
}

/** Whether a language has a correct translation of a sample in TypeScript. */
export function isTranslated(source: string, language: string): boolean {
  return !UNTRANSLATED[language]?.some((line) => source.includes(line));
}

/** A translation as a reader sees it. The fixture of a sample is in its source, between markers, where rosetta does not remove it. */
export function visible(source: string): string {
  return source.replace(/^[\s\S]*\/\/\/ !show\n/, '').replace(/\n\s*\/\/\/ !hide[\s\S]*$/, '\n');
}
