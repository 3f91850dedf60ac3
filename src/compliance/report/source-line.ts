import { isAbsolute, join, relative, resolve, sep } from 'path';
import { fileURLToPath } from 'url';
import { CfnResource, Stack } from 'aws-cdk-lib';

/** Frames that one library above another uses: CDK's own default of 10 ends inside of it. */
const FRAMES = 50;
const V8_DEFAULT_FRAMES = 10;
/** `lib` in the package, `src` in the repository; undefined where an app is bundled with the library into one file. */
const OWN_FOLDER = __dirname.endsWith(join('compliance', 'report')) ? `${resolve(__dirname, '..', '..')}${sep}` : undefined;
/** `function (file:line:column)`, or `file:line:column` for code outside of functions. */
const FRAME = /(?:\(|^)([^(]+?):(\d+)(?::(\d+))?\)?$/;

interface Override {
  /** Path in the resource, for example `Properties.StorageEncrypted`. */
  readonly path: string;
  /** Holds the stack trace. V8 formats it on first access. */
  readonly at: { stack?: string };
  readonly host: string[];
}

const RECORDED = Symbol.for('cdk-regulated.overrides');

/** The prototype of resources, with the overrides of each. */
type Recording = CfnResource & { [RECORDED]?: Recorded };

interface Recorded {
  readonly overrides: WeakMap<object, Override[]>;
  /** The method of CDK. */
  readonly addOverride: CfnResource['addOverride'];
  /** The copy of this module that records. */
  by: object;
}

const THIS_COPY = {};

/** Frames of Node.js, of packages of Node.js and Python, and of CDK, jsii, this library and the platform in Java, whose frames have file names without folders. */
const FOREIGN = /\bnode:|<anonymous>:|[\\/](?:node_modules|site-packages)[\\/]|^(?:software\.(?:amazon|constructs)|io\.github\.cdkregulated|java|jdk)\./;
const CREATION = 'aws:cdk:creationStack';

/**
 * Records where overrides are made. CDK does so in debug mode only, in which it records every property and writes all of it into the cloud assembly.
 */
export function recordOverrides(): void {
  // CDK records the creation of each resource with as many frames as the process captures.
  if (Error.stackTraceLimit === V8_DEFAULT_FRAMES) Error.stackTraceLimit = FRAMES;
  const prototype = CfnResource.prototype as Recording;
  // Copies of this library that share a copy of aws-cdk-lib share the record. The copy that was loaded last writes it.
  if (prototype[RECORDED]?.by === THIS_COPY) return;
  const recorded: Recorded = prototype[RECORDED] ?? { overrides: new WeakMap(), addOverride: prototype.addOverride, by: THIS_COPY };
  recorded.by = THIS_COPY;
  Object.defineProperty(prototype, RECORDED, { value: recorded, configurable: true });
  const { overrides, addOverride } = recorded;
  prototype.addOverride = function record(path, value) {
    const at: { stack?: string } = {};
    Error.captureStackTrace(at, record);
    overrides.set(this, [...overrides.get(this) ?? [], { path, at, host: hostFrames() }]);
    addOverride.call(this, path, value);
  };
}

/** The line of the last override of a property that a finding names, otherwise the line that creates the resource: `<file>:<line>:<column>`. */
export function sourceLineOf(resource: CfnResource, finding: string): string | undefined {
  const override = [...(resource as Recording)[RECORDED]?.overrides.get(resource) ?? []].reverse().find(({ path }) => names(finding, path));
  const frames = override && [...(override.at.stack ?? '').split('\n').slice(1).map((line) => line.trim().replace(/^at /, '')), ...override.host];
  return firstOfApp(frames ?? []) ?? firstOfApp(assignmentOf(resource, finding)) ?? creationOf(resource);
}

// The line that creates the resource. Where CDK's frames end before the app, that of a sibling of the resource or of a construct around it.
function creationOf(resource: CfnResource): string | undefined {
  const own = firstOfApp(metadataOf(resource, CREATION).flat());
  if (own !== undefined) return own;
  for (const scope of [...resource.node.scopes].reverse().slice(1)) {
    if (Stack.isStack(scope)) return undefined;
    for (const child of scope.node.children) {
      const line = CfnResource.isCfnResource(child) ? firstOfApp(metadataOf(child, CREATION).flat()) : undefined;
      if (line !== undefined) return line;
    }
  }
  return undefined;
}

// `Properties.StorageEncrypted` is named by "StorageEncrypted is false, must be true".
function names(finding: string, path: string): boolean {
  const [section, property] = path.split('.');
  const name = section === 'Properties' ? property : section;
  return name !== undefined && new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\b`).test(finding);
}

// Assignments to properties, which CDK records in debug mode.
function assignmentOf(resource: CfnResource, finding: string): string[] {
  return metadataOf(resource, 'aws:cdk:propertyAssignment').reverse()
    .filter(({ propertyName }) => names(finding, `Properties.${propertyName}`))
    .flatMap(({ stackTrace }) => stackTrace ?? []);
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- metadata of CDK */
function metadataOf(resource: CfnResource, type: string): any[] {
  return resource.node.metadata.filter((entry) => entry.type === type).map(({ data }) => data);
}

// Frames of the app in another language, which jsii passes on if JSII_HOST_STACK_TRACES is 1: file, line, column, function.
function hostFrames(): string[] {
  const frames = (globalThis as { [key: symbol]: unknown })[Symbol.for('jsii.context.hostStackTrace')];
  return Array.isArray(frames) ? frames.slice(1).map(([file, line, column, name]) => `${name} (${file}:${line}${column > 0 ? `:${column}` : ''})`) : [];
}

function firstOfApp(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const [, location, line, column] = FRAME.exec(frame) ?? [];
    if (location === undefined) continue;
    const file = location.startsWith('file://') ? fileURLToPath(location) : location;
    if (FOREIGN.test(frame) || (OWN_FOLDER && file.startsWith(OWN_FOLDER)) || isOfHost(file)) continue;
    return [isAbsolute(file) ? shortened(file) : file, line, column].filter(Boolean).join(':');
  }
  return undefined;
}

function isOfHost(file: string): boolean {
  const folder = (globalThis as { [key: symbol]: unknown })[Symbol.for('jsii.context.hostDirName')];
  return typeof folder === 'string' && file.includes(folder);
}

/** A path relative to the folder of the process, if that is shorter. */
export function shortened(file: string): string {
  const path = relative(process.cwd(), file);
  return path.length < file.length ? path : file;
}
