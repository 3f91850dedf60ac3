import * as fs from 'fs';
import * as path from 'path';
import { assertRecordsNameVersion, releaseNotes, writtenEntry } from '../../scripts/release-notes';

const CHANGELOG = '# Changelog\n\n## 0.2.0\n\nObject lock.\n\n### Storage\n\n- `SecureBucket`\n\n## 0.1.0\n\nThe first version.\n';
const REPLACED = [{ version: '0.2.0', reason: 'Object lock is set at creation.', migration: 'Copy the objects first.', resources: ['SecureBucket (defaults)/Stack/Data AWS::S3::Bucket'] }];

test('the notes of a version are its written entry, what it replaces on purpose, and its commits', () => {
  expect(releaseNotes('0.2.0', CHANGELOG, REPLACED, '\n## [0.2.0](https://example.com/compare) (2026-12-01)\n\n\n### Features\n\n* object lock\n')).toBe(`## [0.2.0](https://example.com/compare) (2026-12-01)

Object lock.

### Storage

- \`SecureBucket\`

### Replaced resources

- Object lock is set at creation. Copy the objects first.
  - \`SecureBucket (defaults)/Stack/Data AWS::S3::Bucket\`

### Features

* object lock
`);
});

test('the notes of the first version have no commits', () => {
  expect(releaseNotes('0.1.0', CHANGELOG, REPLACED, '\n## 0.1.0 (2026-12-01)\n\n### ⚠ BREAKING CHANGES\n\n* a name\n')).toBe('## 0.1.0 (2026-12-01)\n\nThe first version.\n');
});

test('a version without a written entry has the generated notes', () => {
  expect(releaseNotes('0.2.1', CHANGELOG, REPLACED, '## [0.2.1](https://example.com)\n\n### Bug Fixes\n\n* a fix\n')).toBe('## [0.2.1](https://example.com)\n\n### Bug Fixes\n\n* a fix\n');
  expect(writtenEntry(CHANGELOG, '0.1')).toBe('');
});

test('the changelog has an entry for the first version', () => {
  expect(writtenEntry(fs.readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf-8'), '0.1.0')).toContain('The first version.');
});

test('a record of a version that is not released is refused, because no notes would quote it', () => {
  expect(() => assertRecordsNameVersion(REPLACED, '0.1.1', '0.1.0')).toThrow('version in docs/intended-replacements.json must be that of the release, 0.1.1, got 0.2.0');
  expect(() => assertRecordsNameVersion(REPLACED, '0.3.0', '0.1.0')).toThrow('must be that of the release, 0.3.0, got 0.2.0');
  expect(() => assertRecordsNameVersion(REPLACED, '0.2.0', '0.1.0')).not.toThrow();
  expect(() => assertRecordsNameVersion(REPLACED, '0.2.1', '0.2.0')).not.toThrow();
});
