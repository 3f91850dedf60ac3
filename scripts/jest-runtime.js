/*
 * Loads the modules of the CDK and of the library once for each worker, and compiles all others once, except for the test files. Jest loads and compiles
 * every module anew for every test file by default, which takes longer than most test files take to run. A test file whose first comment is `@library own`
 * loads the library anew: the clock, the environment and other globals of a test are not those of the shared modules.
 */
const { AsyncLocalStorage, ...asyncHooks } = require('async_hooks');
const { readFileSync } = require('fs');
const { Session } = require('inspector/promises');
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

const SPECIFICATION = '@aws-cdk/aws-service-spec';

const OWN_LIBRARY = '/** @library own */';

// The CDK measures its functions, and keeps each measurement.
performance.measure = () => undefined;

/** Compiled modules that several test files load: of Jest, and helpers of the tests. */
const compiled = new Map();

/** The specification of CloudFormation, which takes a second to load. */
let specification;
const loadedOnce = (module) => ({ ...module, loadAwsServiceSpecSync: () => specification ??= module.loadAwsServiceSpecSync() });

let current;
const sourceMaps = new Map();
const transforms = new Map();
require.extensions['.ts'] = (module, filename) => {
  module._compile(current.transformCache.transform(filename), filename);
  transforms.set(filename, current.transformCache.getEntries().get(filename));
  const sourceMap = current.transformCache.getSourceMaps().get(filename);
  if (sourceMap) sourceMaps.set(filename, sourceMap);
};

/** Measures from the first test file of a worker to its last. Jest starts anew for every test file, and V8 then counts only what is compiled after that. */
const coverage = {
  async startInstrumenting() {
    if (this.session) return;
    this.session = new Session();
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  },
  /** What ran since the last call. */
  async stopInstrumenting() {
    return (await this.session.post('Profiler.takePreciseCoverage')).result;
  },
};

module.exports = class extends Runtime {
  constructor(...parameters) {
    super(...parameters);
    current = this;
    // Modules that are loaded once can have kept the folder of an earlier test file.
    process.chdir(ROOT);
    const { _coverageOptions: { collectCoverage }, _testPath: test } = this;
    // The head of a module that is compiled once shifts what V8 counts.
    if (!collectCoverage) this.compileOnce(test);
    this.endStorages();
    this.sharesLibrary = !readFileSync(test, 'utf-8').startsWith(OWN_LIBRARY);
    for (const [filename, sourceMap] of sourceMaps) this.transformCache.getSourceMaps().set(filename, sourceMap);
  }

  async collectV8Coverage() {
    this.v8Coverage.instrumenter = coverage;
    this.v8Coverage.sources = new Map();
    await coverage.startInstrumenting();
  }

  async stopCollectingV8Coverage() {
    await super.stopCollectingV8Coverage();
    this.v8Coverage.sources = new Map([...transforms, ...this.v8Coverage.sources]);
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
    if (moduleName === SPECIFICATION) return loadedOnce(createRequire(from)(moduleName));
    return PACKAGES.test(moduleName) || this.isShared(from, moduleName) ? createRequire(from)(moduleName) : super.requireModuleOrMock(from, moduleName);
  }

  isShared(from, moduleName) {
    if (!moduleName.startsWith('.') || !this.sharesLibrary) return false;
    const file = path.resolve(path.dirname(from), moduleName);
    return `${file}${path.sep}`.startsWith(LIBRARY) && !file.startsWith(FUNCTIONS);
  }
};
