import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';
import { SAMPLES, sampleOf } from '../../scripts/readme-samples';
import { isTranslated, visible } from '../../scripts/website/languages';

// Programs of the samples in the READMEs and docstrings, as jsii-rosetta translates them. A fragment gets what a reader has around it: imports, a stack, and the
// variables of the fixture in rosetta/.

const ROOT = path.resolve(__dirname, '..', '..');
/** Samples of the package: those of its README and docstrings. */
const OF_PACKAGE = path.join(ROOT, '.jsii.tabl.json.gz');
/** Samples of all READMEs and docstrings, if `npm run test:docs` compiled them before. */
const OF_ALL = path.join(ROOT, 'reports', 'samples.tabl.json.gz');

type Translation = 'go' | 'java' | 'python';

/** A sample in a language. */
export interface Sample {
  /** Key of the sample, and where it is. */
  readonly name: string;
  readonly source: string;
  /** Types and members that the sample uses, by their names in jsii. */
  readonly fqns: readonly string[];
}

/** Variables of the fixture. */
const FIXTURE: Record<string, string> = {
  network: 'cdk-regulated.SecureVpc',
  service: 'cdk-regulated.FargateService',
  web: 'cdk-regulated.AutoScalingService',
  database: 'cdk-regulated.CompliantAurora',
  bucket: 'aws-cdk-lib.aws_s3.IBucket',
  certificate: 'aws-cdk-lib.aws_certificatemanager.ICertificate',
  topic: 'aws-cdk-lib.aws_sns.ITopic',
};

/** Samples in a language, and the number of those that are left out. */
export function samplesOf(language: Translation): { readonly samples: readonly Sample[]; readonly left: number } {
  const [all, ofPackage] = [fs.existsSync(OF_ALL) ? OF_ALL : OF_PACKAGE, OF_PACKAGE].map((tablet) => samplesIn(tablet, language));
  // Samples of the last run of `npm run test:docs` may be older.
  return { samples: [...new Map([...all.samples, ...ofPackage.samples].map((sample) => [sample.source, sample])).values()], left: all.left };
}

/** The README of a built package must contain its samples as they are compiled. */
export function requireSamples(language: Translation, readme: string): void {
  const absent = SAMPLES.filter((sample) => !readme.includes(sampleOf(sample, language).trim()));
  if (absent.length) throw new Error(`the README of the ${language} package must contain the samples ${absent.join(', ')}`);
}

/** Text of a comment of Javadoc. */
export function textOfJavadoc(source: string): string {
  const characters: Record<string, string> = { 'lt': '<', 'gt': '>', 'amp': '&', 'quot': '"', '#64': '@', '#42': '*', '#47': '/' };
  return source.replace(/^ \* ?/gm, '').replace(/&(#?\w+);/g, (entity, name: string) => characters[name] ?? entity);
}

function samplesIn(tablet: string, language: Translation): { readonly samples: readonly Sample[]; readonly left: number } {
  const { snippets: all } = JSON.parse(gunzipSync(fs.readFileSync(tablet)).toString('utf-8')) as { snippets: Record<string, any> };
  // Those of README.md are programs of their own.
  const programs = SAMPLES.map((sample) => sampleOf(sample, 'typescript').trim());
  const isProgram = (source: string) => programs.some((program) => source.includes(program));
  const snippets = Object.fromEntries(Object.entries(all).filter(([, { translations }]) => !isProgram(translations.$.source)));
  const left = Object.values(snippets).filter(({ translations }) => !isTranslated(translations.$.source, language));
  const samples = Object.entries(snippets).filter(([, snippet]) => !left.includes(snippet)).map(([key, snippet]): Sample => {
    const { api } = snippet.location;
    return { name: `${key.slice(0, 8)} of ${api.moduleFqn ?? api.fqn}`, source: visible(snippet.translations[language].source).trim(), fqns: snippet.fqnsReferenced };
  });
  return { samples, left: left.length };
}

/** Files of a Go package with a function for each sample. */
export function goFiles(samples: readonly Sample[]): Record<string, string> {
  const variables = Object.entries(FIXTURE).map(([name, fqn]) => `var ${name} ${goNameOf(fqn)}`);
  const fixture = ['var this awscdk.Stack', ...variables].join('\n');
  return Object.fromEntries([{ name: 'fixture', source: fixture, fqns: [] }, ...samples].map(({ name, source }, index) => {
    const [, block = '', body] = /^(?:import \(\n([\s\S]*?)\n\)\n)?([\s\S]*)$/.exec(source)!;
    // Methods are declared at the top of a file only.
    const declarations = [...body.matchAll(/^(?:type|func) (?:.*\{\n[\s\S]*?^\}|.*\})$/gm)].map(([text]) => text);
    const statements = declarations.reduce((text, declaration) => text.replace(declaration, ''), body);
    // A variable that no statement reads is an error in Go.
    const unused = [...statements.matchAll(/^(?:var )?(\w+)(?: :=| \w)/gm)].map(([, variable]) => `\t_ = ${variable}`);
    const code = index === 0 ? body : [...declarations, `func sample${index}() {`, statements, ...unused, '}'].join('\n');
    return [`sample${index}.go`, [`// ${name}`, 'package samples', 'import (', block || goImportsOf(body).join('\n'), ')', code, ''].join('\n')];
  }));
}

/** Files of Python that are parsed, not run. */
export function pythonFiles(samples: readonly Sample[]): Record<string, string> {
  return Object.fromEntries(samples.map(({ name, source }, index) => [`sample${index + 1}.py`, `# ${name}\n${source}\n`]));
}

/** Files of Java classes with a method for each sample. */
export function javaFiles(samples: readonly Sample[], assemblies: readonly any[]): Record<string, string> {
  const nameOf = javaNames(assemblies);
  const fields = Object.entries(FIXTURE).map(([name, fqn]) => `    protected ${nameOf(fqn)} ${name};`);
  const base = ['package samples;', 'public abstract class Fixture extends software.amazon.awscdk.Stack {', ...fields, '}', ''].join('\n');
  return {
    'Fixture.java': base,
    ...Object.fromEntries(samples.map(({ name, source, fqns }, index) => {
      const imports = [...source.matchAll(/^import .*;$/gm)].map(([line]) => line);
      const code = source.replace(/^import .*;\n/gm, '');
      const classes = [...code.matchAll(/^public class [\s\S]*?^}$/gm)].map(([text]) => text);
      // Variables that a reader has are declared without a value.
      const body = classes.reduce((text, one) => text.replace(one, ''), code).replace(/^(\w+ \w+);$/gm, '$1 = null;');
      const lines = [`// ${name}`, 'package samples;', ...imports.length ? imports : nameOf.imports(code, fqns), `public class Sample${index + 1} extends Fixture {`, ...classes, 'void sample() {', body, '}', '}', ''];
      return [`Sample${index + 1}.java`, lines.join('\n')];
    })),
  };
}

function goNameOf(fqn: string): string {
  const [assembly, ...segments] = fqn.split('.');
  return `${assembly === 'cdk-regulated' ? 'cdkregulated' : segments[0].replace('_', '')}.${segments.at(-1)}`;
}

/** Imports of the packages that a fragment names. */
function goImportsOf(code: string): string[] {
  const known: Record<string, string> = {
    jsii: 'github.com/aws/jsii-runtime-go', awscdk: 'github.com/aws/aws-cdk-go/awscdk/v2', cdkregulated: 'github.com/cdk-regulated/cdk-regulated-go/cdkregulated',
  };
  const used = new Set([...code.matchAll(/\b(jsii|cdkregulated|aws[a-z0-9]+)\.[A-Z]/g)].map(([, name]) => name));
  return [...used].map((name) => JSON.stringify(known[name] ?? `${known.awscdk}/${name}`));
}

/** Java names of types, and the imports with which a development environment completes a fragment. */
function javaNames(assemblies: readonly any[]) {
  const types = new Map<string, any>(assemblies.flatMap(({ types: all }) => Object.entries<any>(all)));
  const packageOf = (fqn: string): string => {
    const { assembly, namespace } = types.get(fqn);
    const { targets, submodules = {} } = assemblies.find(({ name }) => name === assembly);
    if (!namespace) return targets.java.package;
    const submodule = submodules[`${assembly}.${namespace}`];
    // A type within a class has the name of the class before its own.
    return submodule ? submodule.targets.java.package : `${packageOf(`${assembly}.${namespace}`)}.${namespace.split('.').pop()}`;
  };
  const imports = (code: string, fqns: readonly string[]): string[] => {
    const scopes = ['cdk-regulated', 'aws-cdk-lib', 'constructs', ...fqns.map((fqn) => fqn.split('#')[0].split('.').slice(0, -1).join('.')), ...fixtureModules()];
    const names = new Set([...code.matchAll(/(?<![.\w"])[A-Z]\w*/g)].map(([name]) => name));
    const found = [...names].flatMap((name) => {
      const scope = scopes.find((candidate) => types.has(`${candidate}.${name}`));
      return scope ? [`import ${packageOf(`${scope}.${name}`)}.${name};`] : [];
    });
    return ['import java.util.List;', 'import java.util.Map;', ...found];
  };
  return Object.assign((fqn: string) => `${packageOf(fqn)}.${fqn.split('.').pop()}`, { imports });
}

/** Modules that the fixture imports: a sample names the struct of a prop nowhere. */
function fixtureModules(): string[] {
  const fixture = fs.readFileSync(path.join(ROOT, 'rosetta', 'template.ts-fixture'), 'utf-8');
  return [...fixture.matchAll(/'aws-cdk-lib\/([\w-]+)'/g)].map(([, module]) => `aws-cdk-lib.${module.replaceAll('-', '_')}`);
}

/** Writes files into a new folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, file), text);
}
