import { existsSync } from 'fs';
import { parsed, problemOf } from './input/find';
import { Problem } from './input/problem';
import { TemplateFile } from './input/template-file';
import { UsageError } from './usage-error';
import { similarPhrase } from '../compliance/similar';
import { Json } from '../compliance/worlds/intrinsics';

/** Values of the parameters of a deployment. */
export interface GivenParameters {
  readonly values: Readonly<Record<string, Json>>;
  /** Names that the call itself has. A file can be for more templates than those of the call. */
  readonly named: readonly string[];
}

/**
 * The values that `--parameters` gives: the last one of a name counts.
 * @throws UsageError if a file has no parameters
 */
export function parametersFrom(texts: readonly string[]): GivenParameters {
  const given = texts.map(valuesOf);
  return {
    values: Object.assign({}, ...given.map(({ values }) => values)),
    named: given.flatMap(({ values, isNamed }) => isNamed ? Object.keys(values) : []),
  };
}

/** Names that no template declares, and values that a template does not allow. CloudFormation refuses both. */
export function parameterProblems(
  { values, named }: GivenParameters, files: readonly TemplateFile[],
): { readonly problems: Problem[]; readonly notes: Problem[] } {
  const declared = [...new Set(files.flatMap(({ body }) => Object.keys(body.Parameters ?? {})))];
  const unknown = files.length ? Object.keys(values).filter((name) => !declared.includes(name)) : [];
  const message = (name: string) => ({ file: '--parameters', message: `no template has the parameter '${name}'${similarPhrase(name, declared)}` });
  return {
    problems: [...unknown.filter((name) => named.includes(name)).map(message), ...files.flatMap((file) => refusedIn(file, values))],
    notes: unknown.filter((name) => !named.includes(name)).map(message),
  };
}

// The template around a nested one gives the parameters of that, and the value of a parameter of Systems Manager is its name.
function refusedIn(file: TemplateFile, values: GivenParameters['values']): Problem[] {
  if (file.nesting) return [];
  return Object.entries<Json>(file.body.Parameters ?? {}).flatMap(([name, { Type: type, AllowedValues: allowed }]) => {
    if (!Object.prototype.hasOwnProperty.call(values, name) || !Array.isArray(allowed) || String(type).startsWith('AWS::SSM::')) return [];
    const isList = type === 'CommaDelimitedList' || String(type).startsWith('List<');
    const got = isList ? String(values[name]).split(',').map((item) => item.trim()) : [String(values[name])];
    const texts = allowed.map(String);
    const wrong = got.find((value) => !texts.includes(value));
    if (wrong === undefined) return [];
    const line = file.lineOfParameter(name);
    return [{ file: file.name, ...(line !== undefined && { line }), message: `parameter ${name} must be one of ${texts.join(', ')}, got '${wrong}'` }];
  });
}

// A map of values, `{ "Parameters": … }` as AWS CodePipeline and AWS SAM take it, or a list as the AWS CLI takes it: of keys and values, or of texts `Name=Value`.
function valuesOf(text: string): { readonly values: Record<string, Json>; readonly isNamed: boolean } {
  if (isPair(text) && !existsSync(text)) return { values: Object.fromEntries([pairOf(text)]), isNamed: true };
  let body: Json;
  try {
    ({ body } = parsed(text));
  } catch (error) {
    const { line, message } = problemOf(error);
    throw new UsageError(`--parameters ${text}${line === undefined ? '' : `:${line}`}: ${message}`);
  }
  if (Array.isArray(body) && body.every((entry) => typeof entry?.ParameterKey === 'string')) {
    return {
      values: Object.fromEntries(body.filter(({ UsePreviousValue }) => !UsePreviousValue)
        .map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue])),
      isNamed: false,
    };
  }
  if (Array.isArray(body) && body.every((entry) => typeof entry === 'string' && isPair(entry))) {
    return { values: Object.fromEntries(body.map(pairOf)), isNamed: false };
  }
  const values = body?.Parameters ?? body;
  const isTable = typeof values === 'object' && values !== null && !Array.isArray(values)
    && Object.values(values).every((each) => typeof each !== 'object' || (Array.isArray(each) && each.every((item) => typeof item !== 'object')));
  if (!isTable) throw new UsageError(`--parameters ${text}: must be a map of parameters, or a list of ParameterKey and ParameterValue or of Name=Value`);
  return { values: Object.fromEntries(Object.entries(values).map(([key, each]) => [key, Array.isArray(each) ? each.join(',') : each])), isNamed: false };
}

function isPair(text: string): boolean {
  return /^[A-Za-z0-9]+=/.test(text);
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
