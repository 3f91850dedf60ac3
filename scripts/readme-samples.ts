import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync, gzipSync } from 'zlib';

// jsii-rosetta translates the samples of README.md to fragments without the class, the main function and some imports. A new user has no program around them.
// This script replaces them, in the translations that the packages contain, with the programs in rosetta/readme, which `npm run test:bindings` compiles and runs.
// It also replaces the translations of samples that declare a class, which do not compile, with those in rosetta/classes.

const ROOT = path.resolve(__dirname, '..');
const CLASSES = fs.readdirSync(path.join(ROOT, 'rosetta', 'classes'));

/** Samples of README.md, in the order of its `ts` blocks. */
export const SAMPLES = ['first', 'finding', 'acknowledge'] as const;

/** Languages of the packages, and how their files end. */
const ENDINGS = { python: 'py', java: 'java', csharp: 'cs', go: 'go' } as const;

export type Sample = typeof SAMPLES[number];
export type SampleLanguage = keyof typeof ENDINGS;

/** Translations of samples, as jsii-rosetta writes them. */
export interface Tablet {
  readonly snippets: Record<string, { readonly translations: Record<string, { source: string }> }>;
}

/** Text of a sample in a language. */
export function sampleOf(sample: Sample, language: SampleLanguage | 'typescript'): string {
  if (language !== 'typescript') return fs.readFileSync(path.join(ROOT, 'rosetta', 'readme', `${sample}.${ENDINGS[language]}`), 'utf-8');
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf-8');
  return [...readme.matchAll(/^```ts.*\n([\s\S]*?)^```$/gm)].map(([, text]) => text)[SAMPLES.indexOf(sample)];
}

/** First example with another sample before the line that calls `synth`. */
export function programOf(sample: Exclude<Sample, 'first'>, language: SampleLanguage): string {
  const lines = sampleOf(sample, language).trim().split('\n');
  const isImport = (line: string) => /^(import|from|using) /.test(line);
  const program = sampleOf('first', language).split('\n');
  const end = program.findIndex((line) => /\bapp\.synth\(/i.test(line));
  const [indentation] = /^\s*/.exec(program[end])!;
  program.splice(end, 0, ...lines.filter((line) => line && !isImport(line)).map((line) => indentation + line));
  program.splice(program[0].startsWith('package ') ? 1 : 0, 0, ...lines.filter(isImport));
  return program.join('\n');
}

/** Markdown with the samples where it names one: `README: first` is the content of a block of its language. */
export function withSamples(markdown: string): string {
  const languageOf: Record<string, SampleLanguage | 'typescript'> = { ts: 'typescript', python: 'python', java: 'java', csharp: 'csharp', go: 'go' };
  return markdown.replace(/^```(\w+)\nREADME: (\w+)\n```$/gm, (_, fence: string, sample: Sample) => `\`\`\`${fence}\n${sampleOf(sample, languageOf[fence]).trimEnd()}\n\`\`\``);
}

/** Replaces the translations of the samples in a tablet of jsii-rosetta. */
export function replaceTranslations(tablet: Tablet): void {
  for (const sample of SAMPLES) {
    const original = sampleOf(sample, 'typescript').trim();
    const snippets = Object.values(tablet.snippets).filter(({ translations }) => translations.$.source.includes(original));
    if (snippets.length !== 1) throw new Error(`one snippet must be the sample '${sample}' of README.md, got ${snippets.length}`);
    for (const language of Object.keys(ENDINGS) as SampleLanguage[]) snippets[0].translations[language].source = sampleOf(sample, language).trimEnd();
  }
}

/** Replaces the translations of samples that declare a class of rosetta/classes, in the languages that the folder has, in a file of jsii-rosetta. */
export function replaceClasses(tablet: Tablet): void {
  for (const [, name, ending] of CLASSES.map((file) => /^(\w+)\.(\w+)$/.exec(file)!)) {
    const [language] = Object.entries(ENDINGS).find(([, own]) => own === ending)!;
    const snippets = Object.values(tablet.snippets).filter(({ translations }) => translations.$.source.includes(`class ${name} `));
    for (const { translations } of snippets) translations[language].source = fs.readFileSync(path.join(ROOT, 'rosetta', 'classes', `${name}.${ending}`), 'utf-8').trimEnd();
  }
}

/** Changes the translations in a file of jsii-rosetta. */
export function changeTablet(file: string, change: (tablet: Tablet) => void): void {
  const tablet = JSON.parse(gunzipSync(fs.readFileSync(file)).toString('utf-8')) as Tablet;
  change(tablet);
  fs.writeFileSync(file, gzipSync(JSON.stringify(tablet)));
}

if (require.main === module) {
  changeTablet(path.join(ROOT, '.jsii.tabl.json.gz'), (tablet) => {
    replaceTranslations(tablet);
    replaceClasses(tablet);
  });
}
