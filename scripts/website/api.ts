import * as path from 'path';
import { ApiReferenceSchema, ClassSchema, Documentation, Language, MethodSchema, PropertySchema } from 'jsii-docgen';
import { LANGUAGES } from './languages';
import { inLanguages, ROOT, table, writePage, writeTabbedPage } from './markdown';

/** Names that every construct inherits. */
const INHERITED: ReadonlySet<string> = new Set(['node', 'toString', 'with', 'isConstruct']);

/** Address of the reference of a type. */
export function apiPage(type: string): string {
  return `/api/${type.toLowerCase()}`;
}

/** The part of any type of jsii-docgen that the pages show. */
type AnyType = Partial<Omit<ClassSchema, 'docs'>> & Pick<ClassSchema, 'id' | 'displayName' | 'docs'> & { readonly members?: ReadonlyArray<Pick<PropertySchema, 'id' | 'displayName' | 'docs'>>; readonly usage?: string };

/** A page for each public type, with its names in each language. The assembly of jsii must have been made. */
export async function writeApi(): Promise<void> {
  const references = await readReferences();
  const [{ id: first }] = LANGUAGES;
  const titles = { constructs: 'Constructs', classes: 'Classes', structs: 'Props and options', interfaces: 'Interfaces', enums: 'Enums' } as const;
  const kinds = Object.keys(titles) as Array<keyof typeof titles>;
  for (const kind of kinds) {
    for (const type of references[first][kind]) {
      const versions = Object.fromEntries(LANGUAGES.map(({ id }) => [id, references[id][kind].find((one) => one.id === type.id) as AnyType]));
      writeType(type as AnyType, versions);
    }
  }
  writePage('api/index.md', { title: 'API reference', slug: '/api' }, [
    'Every public type, with its names in TypeScript, Python, Java, C# and Go. In TypeScript, the package is `cdk-regulated`; in Python `cdk_regulated`; in Java `io.github.cdkregulated`;'
      + ' in C# `CdkRegulated`; in Go `cdkregulated`. Samples are translated from TypeScript. Those in Python and C# are not compiled.',
    ...kinds.map((kind) => `## ${titles[kind]}\n\n${table(['type', 'description'], references[first][kind].map(({ displayName, docs }) => [`[\`${displayName}\`](${apiPage(displayName)})`, cell(docs.summary ?? '')]))}`),
  ].join('\n\n'));
}

// Only the names differ between languages: samples, which take most of the time, are translated once for the whole site.
async function readReferences(): Promise<Record<string, ApiReferenceSchema>> {
  const documentation = await Documentation.forProject(ROOT, { assembliesDir: ROOT });
  const { assembly } = await (documentation as any).languageSpecific(Language.TYPESCRIPT, {});
  const docgen = (module: string) => require(path.join(path.dirname(require.resolve('jsii-docgen')), 'docgen', module)); // eslint-disable-line @typescript-eslint/no-require-imports
  const { LANGUAGE_SPECIFIC } = docgen('view/documentation');
  const { ApiReference } = docgen('view/api-reference');
  return Object.fromEntries(LANGUAGES.map(({ id }) => [id, new ApiReference(LANGUAGE_SPECIFIC[id].transpile, assembly).toJson()]));
}

function writeType(type: AnyType, versions: Readonly<Record<string, AnyType>>): void {
  const { displayName, docs, members = [] } = type;
  const own = <T extends { readonly id: string }>(all: readonly T[] = []) => all.filter(({ id }) => !INHERITED.has(id.split('.').pop()!));
  const usages = (text: (version: AnyType) => string | undefined) => {
    const all = Object.entries(versions).map(([language, version]) => [language, text(version)] as const).filter(([, usage]) => usage);
    return all.length ? [inLanguages(Object.fromEntries(all) as Record<string, string>)] : [];
  };
  const properties = own([...type.properties ?? [], ...type.constants ?? []]);
  const methods = (key: 'staticMethods' | 'instanceMethods') => own(type[key]).flatMap((method: MethodSchema) => [
    `### ${method.displayName}`,
    [method.docs.summary, method.docs.remarks].filter(Boolean).join(' '),
    ...exampleOf(method),
    ...usages((version) => version[key]?.find(({ id }) => id === method.id)?.usage),
    ...method.parameters.length ? [table(['parameter', 'description'], method.parameters.map(({ displayName: name, docs: { summary } }) => [`\`${name}\``, cell(summary ?? '')]))] : [],
  ]);
  const [created, statics, instance] = [usages((version) => version.initializer?.usage ?? version.usage), methods('staticMethods'), methods('instanceMethods')];
  writeTabbedPage(`${apiPage(displayName).slice(1)}.mdx`, { title: displayName, slug: apiPage(displayName), description: docs.summary ?? displayName }, [
    [docs.summary, docs.remarks].filter(Boolean).join(' '),
    ...exampleOf(type),
    ...created.length ? ['## Create', ...created] : [],
    ...members.length ? ['## Members', ...usages((version) => version.members?.map(({ displayName: name }) => name).join('\n')), table(['member', 'description'], members.map((member) => [`\`${member.displayName}\``, cell(member.docs.summary ?? '')]))] : [],
    ...properties.length ? [
      '## Properties',
      ...usages((version) => own([...version.properties ?? [], ...version.constants ?? []]).map(({ usage }) => usage).join('\n')),
      table(['property', 'default', 'description'], properties.map((property) => [`\`${property.displayName}\``, property.optional ? cell((property.default ?? '').replace(/^- /, '')) : '', cell([property.docs.summary, property.docs.remarks].filter(Boolean).join(' '))])),
      ...properties.filter((property) => property.docs.example).flatMap((property) => [`### ${property.displayName}`, ...exampleOf(property)]),
    ] : [],
    ...statics.length ? ['## Static methods', ...statics] : [],
    ...instance.length ? ['## Methods', ...instance] : [],
  ].join('\n\n'));
}

function exampleOf({ docs: { example } }: Pick<PropertySchema, 'docs'>): string[] {
  return example ? [`\`\`\`ts\n${example}\n\`\`\``] : [];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}
