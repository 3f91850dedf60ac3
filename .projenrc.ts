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
  publishToPypi: { distName: 'cdk-regulated', module: 'cdk_regulated' },
  publishToMaven: { javaPackage: 'io.github.cdkregulated', mavenGroupId: 'io.github.cdk-regulated', mavenArtifactId: 'cdk-regulated' },
  publishToNuget: { dotNetNamespace: 'CdkRegulated', packageId: 'CdkRegulated' },
  publishToGo: { moduleName: 'github.com/cdk-regulated/cdk-regulated-go' },

  devDeps: [
    'aws-cdk@2.1148.1',
    'cdk-nag@3.0.2',
    '@swc/core',
    '@swc/jest',
    'tsx',
    'eslint-plugin-jsdoc',
    'knip',
  ],

  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', '.projenrc.ts'],
    exclude: ['node_modules', 'examples/**/node_modules'],
  },
  jestOptions: {
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      transform: { '^.+\\.[t]sx?$': new javascript.Transform('@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }) },
      setupFiles: ['<rootDir>/test/setup.ts'],
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['json-summary', 'text-summary', 'lcov'],
      coverageThreshold: { lines: 95, branches: 95 },
    },
  },
  eslintOptions: {
    dirs: ['src', 'test', 'examples', 'bench', '.projenrc.ts'],
    fileExtensions: ['.ts'],
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', 'lib', 'dist', 'coverage', 'cdk.out', '**/*-function.ts'],
  },
});

// `npm start` must hand its flags to the CDK CLI untouched, which `projen <task>` does not.
project.setScript('start', 'tsx examples/start.ts');
project.setScript('bench', 'tsx bench/run.ts');

for (const pattern of ['cdk.out', 'cdk.*/', '*.tgz', '.venv/', '__pycache__/', 'reports/', '.stryker-tmp/']) project.gitignore.exclude(pattern);
for (const pattern of ['/bench/', '/examples/', '/docs/', '/.ci/', '/coverage/', '/cdk.json', '/cdk.out/', '/rosetta/', '/knip.json', '/CONTRIBUTING.md']) {
  project.npmignore?.exclude(pattern);
}

// The house rules: one direction of dependencies, no cycles, docs on what is public.
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
      { target: './src', from: './examples' },
      { target: './src', from: './test' },
    ],
  }],
});
project.eslint?.addPlugins('jsdoc');
project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  rules: {
    'jsdoc/require-jsdoc': ['error', {
      publicOnly: true,
      require: { ClassDeclaration: true, MethodDefinition: true, FunctionDeclaration: true },
      contexts: ['TSInterfaceDeclaration', 'TSPropertySignature', 'TSMethodSignature', 'TSEnumDeclaration', 'TSEnumMember', 'PropertyDefinition[accessibility="public"]'],
      checkConstructors: false,
    }],
  },
});

project.synth();
