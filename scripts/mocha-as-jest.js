/*
 * Lets Mocha run tests that are written for Jest, with all modules loaded once. Jest loads aws-cdk-lib anew for every mutant, which takes
 * far longer than the tests that it then runs.
 */
const fs = require('fs');
const Module = require('module');
const { ModernFakeTimers } = require('@jest/fake-timers');
const swc = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');

Module._extensions['.ts'] = (module, filename) => module._compile(swc.transformSync(fs.readFileSync(filename, 'utf-8'), {
  filename,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
}).code, filename);

// aws-cdk-lib says more in an error where it runs below a test.
process.env.NODE_ENV = 'test';
require('../test/setup.ts').default();

const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
globalThis.expect = expect;
globalThis.jest = { useFakeTimers: (options) => timers.useFakeTimers(options), useRealTimers: () => timers.useRealTimers() };

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

// What is computed once is computed before there is a mutant: else it would outlive the mutant and fail the tests of the next ones.
const { Framework, KeyUse } = require('../src');
for (const framework of Object.values(Framework)) framework.controlsServedBy?.('');
for (const service of ['kinesis', 'kinesis-video', 'logs', 'sns', 'sqs', 'ssm']) KeyUse.via(service);
