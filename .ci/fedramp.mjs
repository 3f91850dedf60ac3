// Validates FedRAMP's documents of the evidence below folders against its schemas: `node fedramp.mjs <schemas> <modules> <folder>...`.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [schemas, modules, ...folders] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const Ajv = require('ajv/dist/2020').default;
const ajv = new Ajv({ strict: false, allErrors: true });
require('ajv-formats').default(ajv);

const SCHEMA = /^fedramp-(.*)-schema-.*\.json$/;
const names = new Map();
for (const file of readdirSync(schemas).filter((each) => SCHEMA.test(each))) {
  // The published references to common definitions lack the number sign of their JSON pointer.
  const schema = JSON.parse(readFileSync(join(schemas, file), 'utf-8').replaceAll('.json/$defs', '.json#/$defs'));
  ajv.addSchema(schema);
  names.set(file.match(SCHEMA)[1], schema.$id);
}

const problems = [];
let count = 0;
for (const file of folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((each) => join(folder, each)))) {
  const [, document] = /evidence[/\\][^/\\]+[/\\]fedramp[/\\]([a-z-]+)\.json$/.exec(file) ?? [];
  const id = names.get(document);
  if (id === undefined) continue;
  count += 1;
  const content = JSON.parse(readFileSync(file, 'utf-8'));
  if (!ajv.validate(id, content)) problems.push(...ajv.errors.map(({ instancePath, message }) => `${file}: ${instancePath} ${message}`));
  if (document === 'security-decision-record') problems.push(...unanswered(content).map((problem) => `${file}: ${problem}`));
}
if (count === 0) problems.push(`no document of FedRAMP in ${folders.join(' ')}`);
console.log([...problems, `${count} documents`].join('\n'));
process.exit(problems.length > 0 ? 1 : 0);

function unanswered({ keySecurityIndicators }) {
  const tested = keySecurityIndicators.filter(({ ksiTests }) => ksiTests.length > 0);
  const claimed = keySecurityIndicators.filter((each) => each.ksiImplementationStatus && !tested.includes(each)).map(({ ksiId }) => ksiId);
  const ids = new Set(keySecurityIndicators.map(({ ksiId }) => ksiId));
  return [
    ...ids.size === 46 ? [] : [`must answer 46 indicators, got ${ids.size}`],
    ...tested.length >= 25 ? [] : [`must have at least 25 indicators with a test, got ${tested.length}`],
    ...claimed.length === 0 ? [] : [`must claim no indicator without a test, got ${claimed.join(', ')}`],
  ];
}
