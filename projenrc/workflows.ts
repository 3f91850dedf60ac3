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
const UPLOAD_PAGES = 'actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9'; // v5.0.0
const DEPLOY_PAGES = 'actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128'; // v5.0.0

/** Browser of the runners. */
const CHROMIUM = '/usr/bin/google-chrome';

/** Condition of what publishes. */
const ON_MAIN = "github.ref == 'refs/heads/main'";

/** Jobs that may write to the repository. All others may read it. */
const WRITES = ['release_github'];

interface Job {
  readonly permissions: { readonly contents?: string };
  /** None in a job that calls another workflow. */
  readonly steps?: { readonly uses?: string; readonly run?: string }[];
}

/**
 * Hardens the workflows that projen writes: actions by commit, checkouts that leave no credentials behind, and no write permission where no step writes.
 * Adds the workflow that runs all checks, and the one that publishes the site.
 */
export class Workflows extends Component {
  constructor(private readonly repository: awscdk.AwsCdkConstructLibrary) {
    super(repository);
    for (const [action, commit] of Object.entries(PINS)) this.github.actions.set(action, `${action}@${commit}`);
    this.nightly();
    this.site();
  }

  private get github(): github.GitHub {
    return this.repository.github!;
  }

  /** Runs after the components that add jobs. */
  public override preSynthesize(): void {
    for (const workflow of this.github.workflows) {
      const file = workflow.file!;
      for (const [id, { permissions, steps = [] }] of Object.entries(jobsOf(file))) {
        if (permissions.contents === 'write' && !WRITES.includes(id)) file.addOverride(`jobs.${id}.permissions.contents`, 'read');
        steps.forEach(({ uses, run }, index) => {
          const path = `jobs.${id}.steps.${index}`;
          if (uses?.startsWith('actions/checkout@')) file.addOverride(`${path}.with.persist-credentials`, false);
          if (run && quoted(run) !== run) file.addOverride(`${path}.run`, quoted(run));
        });
      }
    }
  }

  /** Steps with the actions that projen names by a tag at the commit of the tag. */
  private pinned(steps: github.workflows.JobStep[]): github.workflows.JobStep[] {
    return steps.map((step) => ({ ...step, uses: step.uses && this.github.actions.get(step.uses) }));
  }

  /** Builds the site and opens its pages. The tags name the version that it describes. */
  private siteSteps(): github.workflows.JobStep[] {
    return this.pinned([
      { name: 'Check out', uses: CHECKOUT, with: { 'fetch-depth': 0 } },
      node('24'),
      { name: 'Install dependencies', run: 'npm ci' },
      { name: 'Build', run: 'npx projen website' },
      { name: 'Open pages', run: 'npm run test:website' },
    ]);
  }

  /** Publishes the site on GitHub Pages after a release, or when a maintainer starts it. */
  private site(): void {
    const workflow = new github.GithubWorkflow(this.github, 'site', { limitConcurrency: true, concurrencyOptions: { group: 'pages', cancelInProgress: false } });
    workflow.on({ workflowCall: {}, workflowDispatch: {} });
    workflow.addJob('build', {
      name: 'Build and test',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      env: { CHROMIUM },
      timeoutMinutes: 30,
      steps: [...this.siteSteps(), { name: 'Keep the site', uses: UPLOAD_PAGES, with: { path: 'website/build' } }],
    });
    workflow.addJob('deploy', {
      name: 'Publish',
      needs: ['build'],
      if: ON_MAIN,
      runsOn: ['ubuntu-latest'],
      permissions: { pages: JobPermission.WRITE, idToken: JobPermission.WRITE },
      environment: { name: 'github-pages', url: '${{ steps.publish.outputs.page_url }}' },
      timeoutMinutes: 15,
      steps: [{ id: 'publish', name: 'Publish', uses: DEPLOY_PAGES }],
    });
    const release = this.github.tryFindWorkflow('release')!;
    // The workflow can be started on every branch. The other jobs require this one.
    release.file!.addOverride('jobs.release.if', ON_MAIN);
    release.addJob('site', {
      name: 'Publish the site',
      needs: ['release_github'],
      if: '${{ !inputs.dry_run }}',
      permissions: { contents: JobPermission.READ, pages: JobPermission.WRITE, idToken: JobPermission.WRITE },
      uses: './.github/workflows/site.yml',
    });
  }

  private nightly(): void {
    const workflow = new github.GithubWorkflow(this.github, 'nightly');
    workflow.on({ schedule: [{ cron: '17 2 * * *' }], workflowDispatch: {} });
    workflow.addJob('checks', {
      name: 'All checks',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      timeoutMinutes: 90,
      steps: this.pinned([
        // The checks clone the repository and compare it with the last tag.
        { name: 'Check out', uses: CHECKOUT, with: { 'fetch-depth': 0 } },
        node('24'),
        { name: 'Set up Python', uses: 'actions/setup-python', with: { 'python-version': '3.11' } },
        { name: 'Set up Java', uses: 'actions/setup-java', with: { 'distribution': 'corretto', 'java-version': '17' } },
        { name: 'Set up Go', uses: 'actions/setup-go', with: { 'go-version': 'stable', 'cache': false } },
        { name: 'Run all checks', run: 'sudo --preserve-env env "PATH=$PATH" .ci/run' },
      ]),
    });
    workflow.addJob('node', {
      name: 'Unit tests and example platforms on Node.js ${{ matrix.node }}',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      strategy: { failFast: false, matrix: { domain: { node: NODE_VERSIONS } } },
      steps: this.pinned([
        { name: 'Check out', uses: CHECKOUT },
        node('${{ matrix.node }}'),
        { name: 'Install dependencies', run: 'npm ci' },
        { name: 'Unit tests', run: 'npm test' },
        { name: 'Example platforms', run: 'npm start' },
      ]),
    });
    workflow.addJob('contract', {
      name: 'Bad values against the public API, with cfn-lint on all of their templates',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      timeoutMinutes: 90,
      steps: this.pinned([
        { name: 'Check out', uses: CHECKOUT },
        node('24'),
        { name: 'Set up Python', uses: 'actions/setup-python', with: { 'python-version': '3.11' } },
        { name: 'Install dependencies', run: 'npm ci && pip install "cfn-lint==1.58.*"' },
        { name: 'Bad values', run: 'npx projen bundle && npm run test:contract' },
      ]),
    });
    workflow.addJob('site', {
      name: 'Site, without dead links, in Chromium with axe',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      env: { CHROMIUM },
      steps: this.siteSteps(),
    });
    workflow.addJob('dry-run', {
      name: 'Packages of all languages',
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      steps: this.pinned([
        { name: 'Check out', uses: CHECKOUT, with: { 'fetch-depth': 0 } },
        node('24'),
        { name: 'Install dependencies', run: 'npm ci' },
        { name: 'Build every package from a tag', run: 'npm run release:dry' },
        { name: 'Keep the packages', uses: UPLOAD, with: { 'name': 'packages', 'path': 'dist', 'retention-days': 7 } },
      ]),
    });
  }
}

/** Step that installs a version of Node.js. */
function node(version: string): github.workflows.JobStep {
  return { name: 'Set up Node.js', uses: 'actions/setup-node', with: { 'node-version': version, 'package-manager-cache': false } };
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
