/*
 * Lets Mocha run tests that are written for Jest, with aws-cdk-lib loaded once. The modules of the project load anew for every mutant.
 */
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { ModernFakeTimers } = require('@jest/fake-timers');
const swc = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');

const ROOT = path.join(__dirname, '../..');
const isOfProject = (filename) => filename.startsWith(ROOT) && !filename.includes('node_modules') && !filename.startsWith(__dirname);

/** Source text by file name that replaces what is on disk. */
const sources = new Map();
/** Results of `jest.mock` by file name. */
const mocks = new Map();
const compiled = new Map();

Module._extensions['.ts'] = (module, filename) => {
  const source = sources.get(filename) ?? fs.readFileSync(filename, 'utf-8');
  const key = `${filename}\n${source}`;
  if (!compiled.has(key)) {
    const { code } = swc.transformSync(source, {
      filename,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' }, transform: { hidden: { jest: true } } },
      module: { type: 'commonjs' },
    });
    // A mutant is compiled once.
    if (sources.has(filename)) return evaluate(module, code, filename);
    compiled.set(key, code);
  }
  return evaluate(module, compiled.get(key), filename);
};

/** Evaluates a module. What it computes can reach every test of the file, whichever test is the first to load it. */
function evaluate(module, code, filename) {
  const stryker = globalThis.__stryker__;
  if (!stryker) return module._compile(code, filename);
  const { currentTestId } = stryker;
  stryker.currentTestId = stryker.currentFile;
  try {
    return module._compile(code, filename);
  } finally {
    stryker.currentTestId = currentTestId;
  }
}

const load = Module._load;
Module._load = (request, parent, isMain) => {
  if (mocks.size > 0 && parent && isOfProject(parent.filename)) {
    const mock = mocks.get(Module._resolveFilename(request, parent));
    if (mock) return mock();
  }
  return load(request, parent, isMain);
};

/** Unloads the modules of the project and ends their mocks. */
function unload() {
  mocks.clear();
  for (const filename of Object.keys(require.cache).filter(isOfProject)) delete require.cache[filename];
}

// aws-cdk-lib adds details to errors in tests.
process.env.NODE_ENV = 'test';

const caller = () => {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, sites) => sites[2].getFileName();
  const filename = new Error().stack;
  Error.prepareStackTrace = prepareStackTrace;
  return Module.createRequire(filename);
};
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
const mocker = new ModuleMocker(globalThis);
globalThis.expect = expect;
globalThis.jest = {
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTimeAsync: (milliseconds) => timers.advanceTimersByTimeAsync(milliseconds),
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  mocked: (source) => source,
  clearAllMocks: () => mocker.clearAllMocks(),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  mock: (name, factory) => {
    let made;
    mocks.set(caller().resolve(name), () => made ??= factory());
  },
  resetModules: unload,
  requireActual: (name) => load(caller().resolve(name), module, false),
};

// Mocha sets its words for each test file; `test` is Jest's word for `it`.
for (const name of ['describe', 'it']) {
  let word;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => word,
    set: (value) => {
      word = value;
      value.each = bind((title, run) => value(title, run));
      if (name === 'it') globalThis.test = value;
    },
  });
}
globalThis.beforeAll = (run) => globalThis.before(run);
globalThis.afterAll = (run) => globalThis.after(run);

module.exports = { sources, unload };
