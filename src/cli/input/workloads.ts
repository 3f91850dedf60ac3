import { basename, dirname, resolve } from 'path';
import { assetsOf, factsOf, nestedStackPath, nestedTemplateOf, Stage, stagesOf } from './assembly';
import { Found, Inputs, problemOf, reportedPath } from './find';
import { AssemblyFacts, TemplateFile } from './template-file';
import { RenderedTemplate } from '../../compliance/rendered';
import { Place, RenderedStack } from '../../compliance/template-source';
import { Json } from '../../compliance/worlds/intrinsics';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** Templates that are judged together. */
export interface FileWorkload {
  /** Name of the evidence. */
  readonly name: string;
  readonly files: readonly TemplateFile[];
  readonly templates: readonly RenderedTemplate[];
  /** Folder of the stage, if the workload is one of a cloud assembly. */
  readonly folder?: string;
  /** Place of judgements of the workload as a whole. */
  readonly whole: Place;
}

/**
 * The workloads that inputs lead to: each stage of a cloud assembly, and all other templates together.
 * @param parameters values of parameters that a deployment gives; undefined if they are not known
 */
export function workloadsOf(inputs: Inputs, parameters: Json): FileWorkload[] {
  const loose = looseFiles(inputs, parameters);
  const stages = inputs.assemblies.flatMap((folder) => {
    try {
      return stagesOf(folder);
    } catch (error) {
      inputs.problems.push({ file: reportedPath(folder), message: `the cloud assembly cannot be read: ${problemOf(error).message}` });
      return [];
    }
  });
  const workloads = [...stages.map((stage) => ({ name: nameOf(stage), folder: stage.folder, files: stageFiles(stage, inputs, parameters) })), ...loose.length ? [{ name: 'templates', folder: undefined, files: loose }] : []];
  const names = new Set<string>();
  return workloads.map(({ name, folder, files }) => {
    let unique = name;
    for (let count = 2; names.has(unique); count++) unique = `${name}-${count}`;
    names.add(unique);
    const rendered = files.flatMap((file) => renderedOf(inputs, file));
    return {
      name: unique,
      folder,
      files: rendered.map(([file]) => file),
      templates: rendered.map(([, template]) => template),
      whole: { path: unique, acknowledgementOf: (safeguard) => files.map((file) => file.acknowledgementOf(safeguard)).find(Boolean) },
    };
  });
}

function looseFiles(inputs: Inputs, parameters: Json): TemplateFile[] {
  const files = new Map<string, TemplateFile>();
  const children = new Map<string, Array<NonNullable<TemplateFile['nesting']>>>();
  const add = (found: Found) => {
    if (files.has(found.file)) return;
    const file = made(inputs, found, { parameters });
    if (!file) return;
    files.set(found.file, file);
    for (const [logicalId, { TemplateURL }] of nestedIn(file)) {
      if (typeof TemplateURL !== 'string' || /^[a-z][a-z0-9+.-]*:/i.test(TemplateURL)) continue;
      const child = resolve(dirname(found.file), TemplateURL);
      file.nested.add(logicalId);
      children.set(child, [...children.get(child) ?? [], { parent: file.stack, logicalId }]);
      if (inputs.templates.some((template) => template.file === child)) continue;
      const loaded = inputs.load(child);
      if (loaded) add(loaded);
    }
  };
  inputs.templates.forEach(add);
  // The parameters of a template that several stacks use differ.
  for (const [path, nestings] of children) {
    const file = files.get(path);
    if (nestings.length !== 1 || !file) continue;
    const [nesting] = nestings;
    if (isAround(file, nesting.parent, files)) inputs.problems.push({ file: file.name, message: `the template is nested in itself, by ${nesting.logicalId}` });
    else file.nesting = nesting;
  }
  return [...files.values()];
}

// Whether a template is that of a stack, or of a stack around it.
function isAround(file: TemplateFile, stack: RenderedStack, files: ReadonlyMap<string, TemplateFile>): boolean {
  if (file.stack === stack) return true;
  const parent = [...files.values()].find((each) => each.stack === stack)?.nesting?.parent;
  return parent !== undefined && isAround(file, parent, files);
}

function stageFiles(stage: Stage, inputs: Inputs, parameters: Json): TemplateFile[] {
  const assets = assetsOf(stage);
  return stage.stacks.flatMap(({ file, stack, metadata }) => {
    const files: TemplateFile[] = [];
    const add = (path: string, facts: Partial<RenderedStack>, around: readonly string[] = [], nesting?: TemplateFile['nesting'], within?: string) => {
      if (around.includes(path)) {
        inputs.problems.push({ file: reportedPath(path), message: `the template is nested in itself, by ${nesting!.logicalId}` });
        return;
      }
      const found = inputs.load(path);
      const assembly = found && factsOf(metadata, found.document.body, within);
      const template = found && made(inputs, found, { stack: { ...facts, templateFile: basename(path) }, parameters, assembly });
      if (!template) return;
      template.nesting = nesting;
      files.push(template);
      for (const [logicalId] of nestedIn(template)) {
        const nested = nestedTemplateOf(stage.folder, template.body.Resources[logicalId], assets);
        const { account, region } = facts;
        const scope = assembly!.pathOf(logicalId);
        if (nested) template.nested.add(logicalId);
        if (nested) add(nested, { account, region }, [...around, path], { parent: template.stack, logicalId }, scope && nestedStackPath(scope));
      }
    };
    add(file, stack);
    return files;
  });
}

function made(inputs: Inputs, { file, document }: Found, more: { stack?: Partial<RenderedStack>; parameters: Json; assembly?: AssemblyFacts }) {
  try {
    return new TemplateFile({ file, name: reportedPath(file), document, ...more });
  } catch (error) {
    inputs.problems.push({ file: reportedPath(file), ...problemOf(error) });
    return undefined;
  }
}

function renderedOf(inputs: Inputs, file: TemplateFile): Array<[TemplateFile, RenderedTemplate]> {
  try {
    return [[file, new RenderedTemplate(file)]];
  } catch (error) {
    inputs.problems.push({ file: file.name, ...problemOf(error) });
    return [];
  }
}

function nestedIn({ body }: TemplateFile): Array<[logicalId: string, properties: Json]> {
  return Object.entries<Json>(body.Resources).filter(([, { Type }]) => Type === NESTED_STACK).map(([id, { Properties }]) => [id, Properties ?? {}]);
}

function nameOf({ name }: Stage): string {
  return name.replace(/[^A-Za-z0-9-]+/g, '-') || 'app';
}
