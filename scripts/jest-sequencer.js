/*
 * Starts the slowest test files first in a run without a cache. Jest orders such a run by the size of the files, and these small files, which call the whole
 * public API, would run alone at its end.
 */
const { existsSync } = require('fs');
const path = require('path');
const { default: Sequencer } = require('@jest/test-sequencer');

const SLOWEST = ['docs/samples', 'examples/platforms', 'contract/defaults-in-regions', 'examples/findings', 'contract/samples', 'guards/guards', 'examples/pipeline', 'contract/defaults', 'contract/public-api', 'docs/public-api']
  .map((name) => path.join(__dirname, '..', 'test', `${name}.test.ts`));

const missing = SLOWEST.filter((file) => !existsSync(file));
if (missing.length) throw new Error(`scripts/jest-sequencer.js must name test files, got ${missing.join(', ')}`);

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration != null)) return sorted;
    return [...SLOWEST.flatMap((file) => sorted.filter((test) => test.path === file)), ...sorted.filter((test) => !SLOWEST.includes(test.path))];
  }
};
