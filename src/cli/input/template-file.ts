import { Aws } from 'aws-cdk-lib';
import { Document, Position } from './parsed-document';
import { InputError } from './problem';
import { EffectiveAcknowledgement, effectiveAcknowledgement } from '../../compliance/effective-acknowledgement';
import { Origin, RenderedStack, TemplateSource } from '../../compliance/template-source';
import { Json } from '../../compliance/worlds/intrinsics';

/** Sections whose entries are maps. */
const SECTIONS = ['Resources', 'Parameters', 'Mappings', 'Outputs'];
/** Key of acknowledgements in the metadata of a template or a resource. */
const METADATA_KEY = 'cdk-regulated';

/** What a cloud assembly knows of a template. */
export interface AssemblyFacts {
  /** Path of a construct by logical id. */
  readonly pathOf: (logicalId: string) => string | undefined;
  /** The nearest acknowledgement at or above a construct. */
  readonly acknowledgementOf: (path: string, safeguard: string) => EffectiveAcknowledgement | undefined;
}

export interface TemplateFileProps {
  /** Absolute path. */
  readonly file: string;
  /** Path in reports. */
  readonly name: string;
  readonly document: Document;
  readonly stack?: Partial<RenderedStack>;
  /** Values of parameters that a deployment gives; others keep their default. Omitted where they are not known. */
  readonly parameters?: Json;
  readonly assembly?: AssemblyFacts;
}

/** A template in a file. */
export class TemplateFile implements TemplateSource {
  public readonly file: string;
  public readonly name: string;
  public readonly body: Json;
  public readonly stack: RenderedStack;
  public readonly parameters?: Json;
  public nesting?: TemplateSource['nesting'];
  public readonly nested = new Set<string>();
  /** What is not judged as it is written, in words. */
  public readonly notes: readonly string[];

  /** @throws InputError if the document is no template */
  constructor(private readonly props: TemplateFileProps) {
    const { file, name, stack, parameters, assembly } = props;
    this.file = file;
    this.name = name;
    const document = assembly ? withResources(props.document) : props.document;
    requireTemplate(document);
    const { resources, notes } = resourcesOf(document);
    this.body = { ...document.body, Resources: resources };
    this.notes = [...transformsOf(document.body), ...notes];
    this.stack = { stackName: '', region: Aws.REGION, account: Aws.ACCOUNT_ID, templateFile: name, ...stack };
    if (parameters) this.parameters = { ...defaultsOf(this.body), ...parameters };
  }

  public resources(): Origin[] {
    const { assembly } = this.props;
    return Object.keys(this.body.Resources).map((logicalId) => {
      const path = assembly?.pathOf(logicalId) ?? `${this.name}#${logicalId}`;
      return {
        logicalId,
        path,
        isJudged: true,
        acknowledgementOf: (safeguard) => assembly?.acknowledgementOf(path, safeguard)
          ?? acknowledgedIn(this.body.Resources[logicalId].Metadata, path, safeguard) ?? this.acknowledgementOf(safeguard),
        sourceLineOf: (finding) => this.lineOf(logicalId, finding),
      };
    });
  }

  /** The acknowledgement of a safeguard for the template as a whole. */
  public acknowledgementOf(safeguard: string): EffectiveAcknowledgement | undefined {
    return acknowledgedIn(this.body.Metadata, this.name, safeguard);
  }

  /** The acknowledgements that the template and its resources have. */
  public acknowledged(): Array<{ readonly id: string; readonly path: string; readonly line?: number }> {
    const { positionOf } = this.props.document;
    const entries = (metadata: Json, path: string, line?: number) => entriesOf(metadata).map(({ id }) => ({ id: String(id), path, line }));
    return [
      ...entries(this.body.Metadata, this.name, positionOf(['Metadata'])?.line),
      ...this.resources().flatMap(({ logicalId, path }) => entries(this.body.Resources[logicalId].Metadata, path, positionOf(['Resources', logicalId])?.line)),
    ];
  }

  /** Position of the property that a finding names, otherwise of the resource. */
  public positionOf(logicalId: string, finding: string): Position | undefined {
    const { positionOf } = this.props.document;
    const [, output] = /^Outputs\.(\w+)/.exec(finding) ?? [];
    const { Type, Properties } = this.body.Resources[logicalId] ?? {};
    const kind = String(Type).split('::').pop()!;
    const own = routeIn(Properties, finding);
    // A resource of AWS SAM has the property from the globals.
    const inherited = routeIn(this.body.Globals?.[kind], finding);
    return (output === undefined ? undefined : positionOf(['Outputs', output]))
      ?? (inherited.length > own.length ? positionOf(['Globals', kind, ...inherited]) : own.length ? positionOf(['Resources', logicalId, 'Properties', ...own]) : undefined)
      ?? positionOf(['Resources', logicalId]);
  }

  /** Line of the declaration of a parameter. */
  public lineOfParameter(name: string): number | undefined {
    return this.props.document.positionOf(['Parameters', name])?.line;
  }

  private lineOf(logicalId: string, finding: string): string {
    const { line, column } = this.positionOf(logicalId, finding) ?? { line: 1, column: 1 };
    return `${this.name}:${line}:${column}`;
  }
}

/** Whether a parsed text has the form of a template. */
export function isTemplate(body: Json): boolean {
  return isMap(body) && (isMap(body.Resources) || 'AWSTemplateFormatVersion' in body);
}

// The CDK writes stacks without resources, and does not deploy them.
function withResources({ body, positionOf }: Document): Document {
  return { body: isMap(body) && !('Resources' in body) ? { ...body, Resources: {} } : body, positionOf };
}

function requireTemplate({ body, positionOf }: Document): void {
  const refuse = (message: string, ...path: string[]): never => {
    throw new InputError(message, positionOf(path)?.line);
  };
  if (!isMap(body)) throw new InputError('not a template: must be a map with Resources');
  if (!isMap(body.Resources)) refuse(`not a template: ${'Resources' in body ? 'Resources must be a map' : 'Resources is missing'}`, 'Resources');
  for (const section of SECTIONS) {
    if (body[section] === undefined || body[section] === null) continue;
    if (!isMap(body[section])) refuse(`${section} must be a map`, section);
    const wrong = Object.entries(body[section]).find(([name, entry]) => !isMap(entry) && !isMacro(name));
    if (wrong) refuse(`${section}.${wrong[0]} must be a map`, section, wrong[0]);
  }
  if (body.Conditions !== undefined && body.Conditions !== null && !isMap(body.Conditions)) refuse('Conditions must be a map', 'Conditions');
}

// Resources as they are judged. Macros make others at deployment.
function resourcesOf({ body, positionOf }: Document): { resources: Json; notes: string[] } {
  const resources: Record<string, Json> = {};
  const notes: string[] = [];
  for (const [name, resource] of Object.entries<Json>(body.Resources)) {
    const line = () => positionOf(['Resources', name])?.line;
    if (isMacro(name)) {
      notes.push(`${name} makes resources at deployment, which are not judged`);
      continue;
    }
    if (typeof resource.Type !== 'string' && Object.keys(resource).some(isMacro)) {
      notes.push(`a macro makes ${name} at deployment, which is not judged`);
      continue;
    }
    if (typeof resource.Type !== 'string') throw new InputError(`Resources.${name}.Type must be a string`, line());
    const { Properties, ...rest } = resource;
    if (Properties !== undefined && Properties !== null && !isMap(Properties)) throw new InputError(`Resources.${name}.Properties must be a map`, line());
    resources[name] = { ...rest, ...(Properties && { Properties }) };
  }
  const serverless = Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::Serverless::')).length;
  if (serverless) notes.push(`AWS SAM makes other resources of ${serverless} of type AWS::Serverless at deployment, which are not judged`);
  return { resources, notes };
}

function transformsOf({ Transform }: Json): string[] {
  return [Transform ?? []].flat().map((one) => isMap(one) ? one.Name ?? JSON.stringify(one) : String(one))
    .filter((name) => !name.startsWith('AWS::Serverless-') && name !== 'AWS::LanguageExtensions')
    .map((name) => `transform ${name} changes the template at deployment, and the template is judged as it is written`);
}

function defaultsOf({ Parameters }: Json): Json {
  return Object.fromEntries(Object.entries<Json>(Parameters ?? {})
    .filter(([, { Default }]) => Default !== undefined).map(([name, { Default }]) => [name, Default]));
}

function acknowledgedIn(metadata: Json, path: string, safeguard: string): EffectiveAcknowledgement | undefined {
  const entry = entriesOf(metadata).find(({ id }) => id === safeguard);
  return entry && effectiveAcknowledgement(path, entry.reason, entry.expires === undefined ? undefined : String(entry.expires));
}

function entriesOf(metadata: Json): Json[] {
  return [metadata?.[METADATA_KEY]?.acknowledge ?? []].flat().filter(isMap);
}

function isMacro(name: string): boolean {
  return name.startsWith('Fn::');
}

function isMap(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordAt(text: string, word: string): number {
  return text.search(new RegExp(`\\b${word.replace(/\W/g, '\\$&')}\\b`));
}

// Keys of the property that a finding names first.
function routeIn(properties: Json, finding: string): string[] {
  const [named] = (isMap(properties) ? Object.keys(properties) : []).map((key) => [key, wordAt(finding, key)] as const)
    .filter(([, at]) => at >= 0).sort(([, a], [, b]) => a - b);
  return named ? deeper(properties, named[0], finding.slice(named[1])) : [];
}

// `A.B is false` leads to B in A, where A has it, and `A has B` too.
function deeper(properties: Json, first: string, finding: string): string[] {
  const [, dotted] = /^([\w.-]+)/.exec(finding.replace(/ has ([\w-]+)/, '.$1'))!;
  const route = [first];
  let value = properties[first];
  for (const key of dotted.slice(first.length + 1).split('.')) {
    if (!isMap(value) || !(key in value)) break;
    route.push(key);
    value = value[key];
  }
  return route;
}
