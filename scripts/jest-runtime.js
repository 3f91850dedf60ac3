/*
 * Loads the modules of the CDK and of the library once for each worker. Jest loads every module anew for every test file by default, which takes longer than most
 * test files take to run. A run with coverage loads the library anew, because Jest measures what it loads itself. So does a test file whose first comment is
 * `@library own`: the clock, the environment and other globals of a test are not those of the shared modules.
 */
const { readFileSync } = require('fs');
const { createRequire } = require('module');
const path = require('path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = /^(aws-cdk-lib|cdk-nag|constructs|typescript|@aws-cdk\/aws-service-spec)($|\/)/;
const LIBRARY = path.join(__dirname, '..', 'src') + path.sep;
// Tests of the functions replace modules.
const FUNCTIONS = path.join(LIBRARY, 'lambda') + path.sep;

const OWN_LIBRARY = '/** @library own */';

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
    const { _coverageOptions: { collectCoverage }, _testPath: test } = this;
    this.sharesLibrary = !collectCoverage && !readFileSync(test, 'utf-8').startsWith(OWN_LIBRARY);
    for (const [filename, sourceMap] of sourceMaps) this.transformCache.getSourceMaps().set(filename, sourceMap);
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
