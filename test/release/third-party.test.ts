import { Bundled, bundles, licensesOf, packageOf, sbomOf } from '../../scripts/third-party';

const PG: Bundled = { name: 'pg', version: '8.23.1', license: 'MIT', text: 'MIT License\n' };
const SCOPED: Bundled = { name: '@scope/parser', version: '1.0.0', license: 'ISC', text: 'ISC License' };

test('bundles are the commands of esbuild that do not watch', () => {
  const tasks = {
    'bundle': { steps: [{ spawn: 'bundle:a' }] },
    'bundle:a': { steps: [{ execArgs: ['esbuild', '--bundle', 'src/a.ts', '--outfile=a.js'] }] },
    'bundle:a:watch': { steps: [{ execArgs: ['esbuild', '--bundle', 'src/a.ts', '--watch'] }] },
    'compile': { steps: [{ execArgs: ['jsii'] }] },
    'empty': {},
  };
  expect(bundles(tasks)).toEqual([['--bundle', 'src/a.ts', '--outfile=a.js']]);
});

test('a module belongs to the innermost package', () => {
  expect(packageOf('node_modules/pg/lib/index.js')).toBe('node_modules/pg');
  expect(packageOf('../../node_modules/@scope/parser/dist/node_modules/xtend/immutable.js')).toBe('../../node_modules/@scope/parser/dist/node_modules/xtend');
  expect(packageOf('node_modules/@scope/parser/index.js')).toBe('node_modules/@scope/parser');
  expect(packageOf('src/lambda/stubs.ts')).toBeUndefined();
});

test('the bill of materials has the library, the bundled packages and their relation', () => {
  const sbom: any = sbomOf({ name: 'cdk-regulated', version: '0.1.0', license: 'Apache-2.0' }, [SCOPED, PG]);
  expect(sbom.metadata.component).toEqual({
    'type': 'library',
    'bom-ref': 'pkg:npm/cdk-regulated@0.1.0',
    'name': 'cdk-regulated',
    'version': '0.1.0',
    'licenses': [{ license: { id: 'Apache-2.0' } }],
    'purl': 'pkg:npm/cdk-regulated@0.1.0',
  });
  expect(sbom.components.map(({ purl, scope }: any) => [purl, scope])).toEqual([['pkg:npm/%40scope/parser@1.0.0', 'required'], ['pkg:npm/pg@8.23.1', 'required']]);
  expect(sbom.dependencies[0]).toEqual({ ref: 'pkg:npm/cdk-regulated@0.1.0', dependsOn: ['pkg:npm/%40scope/parser@1.0.0', 'pkg:npm/pg@8.23.1'] });
});

test('the licence texts name each package with its version', () => {
  expect(licensesOf([PG])).toBe(`This package contains code of the following packages, each under its own licence.

${'='.repeat(80)}
pg 8.23.1 (MIT)
${'='.repeat(80)}

MIT License
`);
});
