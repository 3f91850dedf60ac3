/*
 * Loads the modules of the CDK and of the library once for each worker, and compiles all others once, except for the test files. Jest loads and compiles
 * every module anew for every test file by default, which takes longer than most test files take to run. A run with coverage loads the library anew, because
 * Jest measures what it loads itself. So does a test file whose first comment is `@library own`: the clock, the environment and other globals of a test are
 * not those of the shared modules.
 */
const { AsyncLocalStorage, ...asyncHooks } = require('async_hooks');
const { readFileSync } = require('fs');
const { createRequire } = require('module');
const path = require('path');
const { performance } = require('perf_hooks');
const { Script } = require('vm');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = /^(aws-cdk-lib|cdk-nag|constructs|typescript|@aws-cdk\/aws-service-spec)($|\/)/;
const ROOT = path.join(__dirname, '..');
const LIBRARY = path.join(ROOT, 'src') + path.sep;
// Tests of the functions replace modules.
const FUNCTIONS = path.join(LIBRARY, 'lambda') + path.sep;

const OWN_LIBRARY = '/** @library own */';

// The CDK measures its functions, and keeps each measurement.
performance.measure = () => undefined;

/** Compiled modules that several test files load: of Jest, and helpers of the tests. */
const compiled = new Map();

let current;
const sourceMaps = new Map();
require.extensions['.ts'] = (module, filename) => {
  module._compile(current.transformCache.transform(filename), filename);
  const sourceMap = current.transformCache.getSourceMaps().get(filename);
  if (sourceMap) sourceMaps.set(filename, sourceMap);
};

module.exports = class extends Runtime {
  constructor(...parameters) {
    super(...parameters);
    current = this;
    // Modules that are loaded once can have kept the folder of an earlier test file.
    process.chdir(ROOT);
    const { _coverageOptions: { collectCoverage }, _testPath: test } = this;
    this.compileOnce(test);
    this.endStorages();
    this.sharesLibrary = !collectCoverage && !readFileSync(test, 'utf-8').startsWith(OWN_LIBRARY);
    for (const [filename, sourceMap] of sourceMaps) this.transformCache.getSourceMaps().set(filename, sourceMap);
  }

  /** Jest compiles a module again for every test file. */
  compileOnce(test) {
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, filename) => {
      const context = executor.environment.getVmContext();
      if (filename === test || context === null) return compile(source, filename);
      const head = `(function (${executor.injectedModuleParameters}) {`;
      const text = `${head}${source}\n})`;
      let entry = compiled.get(filename);
      if (entry?.text !== text) compiled.set(filename, entry = { text, script: new Script(text, { filename, columnOffset: -head.length }) });
      return entry.script.runInContext(context);
    };
  }

  /** Each test file has a storage of Jest, which Node 22 and older copy into every promise of the later test files. */
  endStorages() {
    const storages = this.storages = [];
    const { coreModule } = this;
    const load = coreModule.require.bind(coreModule);
    const Storage = class extends AsyncLocalStorage {
      constructor(...parameters) {
        super(...parameters);
        storages.push(this);
      }
    };
    coreModule.require = (name) => (/^(node:)?async_hooks$/.test(name) ? { ...asyncHooks, AsyncLocalStorage: Storage } : load(name));
  }

  teardown() {
    super.teardown();
    for (const storage of this.storages) storage.disable();
  }

  requireModuleOrMock(from, moduleName) {
    return PACKAGES.test(moduleName) || this.isShared(from, moduleName) ? createRequire(from)(moduleName) : super.requireModuleOrMock(from, moduleName);
  }

  isShared(from, moduleName) {
    if (!moduleName.startsWith('.') || !this.sharesLibrary) return false;
    const file = path.resolve(path.dirname(from), moduleName);
    return `${file}${path.sep}`.startsWith(LIBRARY) && !file.startsWith(FUNCTIONS);
  }
};
