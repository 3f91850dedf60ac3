/*
 * Loads the modules of the CDK once for each worker. Jest loads every module anew for every test file by default, and aws-cdk-lib takes longer to load than most
 * test files take to run.
 */
const { createRequire } = require('module');
const { default: Runtime } = require('jest-runtime');

const SHARED = /^(aws-cdk-lib|cdk-nag|constructs|typescript|@aws-cdk\/aws-service-spec)($|\/)/;

module.exports = class extends Runtime {
  requireModuleOrMock(from, moduleName) {
    return SHARED.test(moduleName) ? createRequire(from)(moduleName) : super.requireModuleOrMock(from, moduleName);
  }
};
