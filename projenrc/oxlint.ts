import { awscdk, Component, JsonFile } from 'projen';

/** Promises must be awaited, and a promise that is returned in a `try` too. */
const FLOATING = 'typescript/no-floating-promises';
const RETURNED = 'typescript/return-await';
const CYCLES = 'import/no-cycle';

/** Packages whose promises nothing has to await. */
export interface SafeCalls {
  readonly files: string[];
  readonly package: string;
  readonly names: string[];
}

export interface OxlintOptions {
  /** Folders and files to lint, as ESLint gets them. */
  readonly dirs: string[];
  readonly ignorePatterns: string[];
  readonly safeCalls: SafeCalls;
  /** Files whose import cycles knip does not see. */
  readonly cycles: string[];
}

/**
 * The rules that require types, and import cycles, by oxlint. It creates the programs with the native compiler, which takes a sixth of the time that ESLint takes for the
 * two rules. ESLint keeps all other rules.
 */
export class Oxlint extends Component {
  constructor(repository: awscdk.AwsCdkConstructLibrary, { dirs, ignorePatterns, safeCalls, cycles }: OxlintOptions) {
    super(repository);
    new JsonFile(repository, '.oxlintrc.json', {
      marker: false,
      obj: {
        $schema: './node_modules/oxlint/configuration_schema.json',
        plugins: ['typescript', 'import'],
        categories: { correctness: 'off' },
        options: { typeAware: true },
        ignorePatterns,
        rules: { [FLOATING]: 'error', [RETURNED]: 'error' },
        overrides: [
          { files: cycles, rules: { [CYCLES]: 'error' } },
          {
            files: safeCalls.files,
            rules: { [FLOATING]: ['error', { allowForKnownSafeCalls: [{ from: 'package', package: safeCalls.package, name: safeCalls.names }] }] },
          },
        ],
      },
    });
    // oxlint takes the nearest tsconfig.json of a file, or the one that it references. tsconfig.json of the root contains what jsii compiles only, and files without a
    // configuration would lack the types of Node and Jest.
    for (const folder of dirs.filter((dir) => !dir.includes('.') && dir !== 'projenrc')) {
      new JsonFile(repository, `${folder}/tsconfig.json`, {
        allowComments: true,
        obj: { extends: '../tsconfig.dev.json', files: [], include: [], references: [{ path: '../tsconfig.dev.json' }] },
      });
    }
    repository.npmignore?.exclude('/.oxlintrc.json');

    const { eslint } = repository;
    eslint!.addRules({ '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off' });
    delete eslint!.config.parserOptions.project;
    // It resolves the imports of TypeScript that the resolver in JavaScript looked for before it.
    delete eslint!.config.settings['import/resolver'].node;

    repository.addTask('oxlint', { description: 'Finds promises that are not awaited, and import cycles of the applications', exec: `oxlint --deny-warnings ${dirs.join(' ')}` });
  }
}
