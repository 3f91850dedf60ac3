/*
 * Loads the modules of the CDK and of the library once for each worker. Jest loads every module anew for every test file by default, and these modules take longer
 * to load than most test files take to run.
 */
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = /^(aws-cdk-lib|cdk-nag|constructs|typescript|@aws-cdk\/aws-service-spec)($|\/)/;
const SRC = `${path.join(__dirname, '..', 'src')}${path.sep}`;
/** Test files that replace modules, timers, the environment or streams get modules of their own: those of Jest's sandbox. */
const REPLACES = /\bjest\.|\bprocess\.(env|std|argv|cwd)|\bglobalThis\b/;

const sourceMaps = new Map();
let transform;

Module._extensions['.ts'] = (module, filename) => module._compile(transform(filename), filename);

module.exports = class extends Runtime {
  constructor(...args) {
    super(...args);
    const [,,,,, { collectCoverage }, testPath, { watch, watchAll }] = args;
    // Coverage is counted in the sandbox, and files change between the runs of a watch.
    this.sharesLibrary = !collectCoverage && !watch && !watchAll && !REPLACES.test(fs.readFileSync(testPath, 'utf-8'));
    const { transformCache } = this;
    for (const [file, map] of sourceMaps) transformCache.sourceMaps.set(file, map);
    transform = (filename) => {
      const code = transformCache.transform(filename);
      sourceMaps.set(filename, transformCache.sourceMaps.get(filename));
      return code;
    };
  }

  requireModuleOrMock(from, moduleName) {
    return this.isShared(from, moduleName) ? Module.createRequire(from)(moduleName) : super.requireModuleOrMock(from, moduleName);
  }

  isShared(from, moduleName) {
    if (PACKAGES.test(moduleName)) return true;
    return this.sharesLibrary && moduleName.startsWith('.') && `${path.resolve(path.dirname(from), moduleName)}${path.sep}`.startsWith(SRC);
  }
};
