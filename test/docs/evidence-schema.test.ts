import * as fs from 'fs';
import * as path from 'path';
import { evidenceSchema } from '../../scripts/evidence-schema';

const FILE = path.resolve(__dirname, '../../docs/evidence.schema.json');

// `npx tsx scripts/evidence-schema.ts` updates the file.
test('the schema of evidence.json is that of the types of the evidence', () => {
  expect(evidenceSchema()).toBe(fs.readFileSync(FILE, 'utf-8'));
});
