import { awscdk, Component, github, YamlFile } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** Actions that projen names by a tag, which their owner can move. Each commit is the one of the tag behind it. */
const PINS: Record<string, string> = {
  'actions/setup-dotnet': 'a98b56852c35b8e3190ac28c8c2271da59106c68', // v6.0.0
  'actions/setup-go': 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e', // v7.0.0
  'actions/setup-java': 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c', // v6.0.0
  'actions/setup-node': '820762786026740c76f36085b0efc47a31fe5020', // v7.0.0
  'actions/setup-python': '5fda3b95a4ea91299a34e894583c3862153e4b97', // v7.0.0
  'peter-evans/create-pull-request': '5f6978faf089d4d20b00c7766989d076bb2fc7f1', // v8.1.1
};
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'; // v7.0.1
const UPLOAD = 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a'; // v7.0.1

/** Jobs that may write to the repository. All others may read it. */
const WRITES = ['release_github'];

interface Job {
  readonly permissions: { readonly contents?: string };
  readonly steps: { readonly uses?: string; readonly run?: string }[];
}

/**
 * Hardens the workflows that projen writes: actions by commit, checkouts that leave no credentials behind, and no write permission where no step writes.
 * Adds the workflow that runs all checks.
 */
export class Workflows extends Component {
  constructor(private readonly repository: awscdk.AwsCdkConstructLibrary) {
    super(repository);
    for (const [action, commit] of Object.entries(PINS)) this.github.actions.set(action, `${action}@${commit}`);
    this.nightly();
  }

  private get github(): github.GitHub {
    return this.repository.github!;
  }

  /** Runs after the components that add jobs. */
  public override preSynthesize(): void {
    for (const workflow of this.github.workflows) {
      const file = workflow.file!;
      file.addOverride('permissions', {});
      for (const [id, { permissions, steps }] of Object.entries(jobsOf(file))) {
        if (permissions.contents === 'write' && !WRITES.includes(id)) file.addOverride(`jobs.${id}.permissions.contents`, 'read');
        steps.forEach(({ uses, run }, index) => {
          const path = `jobs.${id}.steps.${index}`;
          if (uses?.startsWith('actions/checkout@')) file.addOverride(`${path}.with.persist-credentials`, false);
          if (run && quoted(run) !== run) file.addOverride(`${path}.run`, quoted(run));
        });
      }
    }
  }

  private nightly(): void {
    const workflow = new github.GithubWorkflow(this.github, 'nightly');
    workflow.on({ schedule: [{ cron: '17 2 * * *' }], workflowDispatch: {} });
    const node = (version: string) => ({ name: 'Set up Node.js', uses: 'actions/setup-node', with: { 'node-version': version, 'package-manager-cache': false } });
    workflow.addJob('checks', {
      name: 'All checks',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      timeoutMinutes: 90,
      steps: [
        // The checks clone the repository and compare it with the last tag.
        { name: 'Check out', uses: CHECKOUT, with: { 'fetch-depth': 0 } },
        node('24'),
        { name: 'Set up Python', uses: 'actions/setup-python', with: { 'python-version': '3.11' } },
        { name: 'Set up Java', uses: 'actions/setup-java', with: { 'distribution': 'corretto', 'java-version': '17' } },
        { name: 'Set up Go', uses: 'actions/setup-go', with: { 'go-version': 'stable', 'cache': false } },
        { name: 'Run all checks', run: 'sudo --preserve-env env "PATH=$PATH" .ci/run' },
      ].map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) })),
    });
    workflow.addJob('node', {
      name: 'Unit tests and example platforms on Node.js ${{ matrix.node }}',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      strategy: { failFast: false, matrix: { domain: { node: NODE_VERSIONS } } },
      steps: [
        { name: 'Check out', uses: CHECKOUT },
        node('${{ matrix.node }}'),
        { name: 'Install dependencies', run: 'npm ci' },
        { name: 'Unit tests', run: 'npm test' },
        { name: 'Example platforms', run: 'npm start' },
      ].map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) })),
    });
    workflow.addJob('contract', {
      name: 'Bad values against the public API, with cfn-lint on all of their templates',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      timeoutMinutes: 90,
      steps: [
        { name: 'Check out', uses: CHECKOUT },
        node('24'),
        { name: 'Set up Python', uses: 'actions/setup-python', with: { 'python-version': '3.11' } },
        { name: 'Install dependencies', run: 'npm ci && pip install "cfn-lint==1.58.*"' },
        { name: 'Bad values', run: 'npx projen bundle && npm run test:contract' },
      ].map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) })),
    });
    workflow.addJob('site', {
      name: 'Site, without dead links, in Chromium with axe',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      env: { CHROMIUM: '/usr/bin/google-chrome' },
      steps: [
        { name: 'Check out', uses: CHECKOUT },
        node('24'),
        { name: 'Install dependencies', run: 'npm ci' },
        { name: 'Build', run: 'npx projen website' },
        { name: 'Open pages', run: 'npm run test:website' },
      ].map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) })),
    });
    workflow.addJob('dry-run', {
      name: 'Packages of all languages',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      steps: [
        { name: 'Check out', uses: CHECKOUT, with: { 'fetch-depth': 0 } },
        node('24'),
        { name: 'Install dependencies', run: 'npm ci' },
        { name: 'Build every package from a tag', run: 'npm run release:dry' },
        { name: 'Keep the packages', uses: UPLOAD, with: { 'name': 'packages', 'path': 'dist', 'retention-days': 7 } },
      ].map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) })),
    });
  }
}

/** Versions of Node.js that docs/versioning.md promises. */
const NODE_VERSIONS = ['22', '24'];

/** Jobs of a workflow as they will be written, with the steps that projen adds for tools. */
function jobsOf(file: YamlFile): Record<string, Job> {
  return resolved((file as any).obj).jobs;
}

/** Calls the functions that projen evaluates when it writes a file. */
function resolved(value: any): any {
  if (typeof value === 'function') return resolved(value());
  if (Array.isArray(value)) return value.map(resolved);
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)])) : value;
}

/** The command with the quotes that shellcheck requires. */
function quoted(run: string): string {
  return run.replaceAll('>> $GITHUB_OUTPUT', '>> "$GITHUB_OUTPUT"').replaceAll('cat $GITHUB_OUTPUT', 'cat "$GITHUB_OUTPUT"')
    .replaceAll('[ ! -z "$TAG" ]', '[ -n "$TAG" ]').replaceAll('origin $TAG', 'origin "$TAG"')
    .replace(/^(tag=.*) &&\n(gh release view .*) \|\|\n/, '$1\n$2 ||\n');
}
