import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { addPlatforms, PLATFORMS } from '../../examples/platforms';
import { diagramFaults } from '../compliance/evidence/diagram-faults';
import { schemaFaults } from '../compliance/evidence/schema-faults';
import { Finding, findingsWithEvidence } from '../support';

const OSCAL_FILES = ['oscal/assessment-results.json', 'oscal/component-definition.json', 'oscal/poam.json'];
const FEDRAMP_FILES = [
  'fedramp/README.md', 'fedramp/information-flows.json', 'fedramp/information-resources.json', 'fedramp/security-decision-record.json', 'fedramp/security-decision-record.md',
];

const { version } = JSON.parse(fs.readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf-8'));
const { devDependencies } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf-8'));
const { context: flags } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
const LIFECYCLES = [['ephemeral', { suffix: 'dev' }], ['production', { suffix: 'prod', lifecycle: 'production' }]] as const;
const NAMES = Object.keys(PLATFORMS);

function appWith(context: Record<string, string>): App {
  const app = new App({ context: { ...flags, ...context }, outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'platforms-')) });
  addPlatforms(app);
  return app;
}

describe.each(LIFECYCLES)('all platforms in one app, %s', (lifecycle, context) => {
  let scanned: App;
  let findings: Finding[];
  let assembly: CloudAssembly;

  beforeAll(() => {
    scanned = appWith(context);
    findings = findingsWithEvidence(scanned);
    assembly = new CloudAssembly(scanned.outdir);
  });

  test('there are no findings of the compliance check', () => {
    expect(findings).toEqual([]);
  });

  test('acknowledgements are attached to single resources and have a reason', () => {
    const acknowledged = scanned.node.findAll().flatMap((construct) => construct.node.metadata
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([rule, reason]) => ({ construct, rule, reason })))
      // Newer versions of aws-cdk-lib acknowledge this rule of their own.
      .filter(({ rule }) => rule !== 'CloudFormation-Validate::W3010'));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter(({ reason }) => reason.length < 20).map(({ rule }) => rule)).toEqual([]);
    // A prefixed cdk-nag id mutes the rule in the whole app.
    expect(acknowledged.filter(({ rule }) => /^(AwsSolutions|NIST|PCI|HIPAA)[^[:]*::/.test(rule)).map(({ rule }) => rule)).toEqual([]);
    expect(acknowledged.filter(({ construct }) => construct.node.findAll().length > 1 && construct.node.children.some(({ node }) => node.id !== 'Resource')
      && construct.node.defaultChild === undefined).map(({ construct, rule }) => `${construct.node.path}: ${rule}`)).toEqual([]);
  });

  test.each(NAMES)('evidence of %s lists every judgement', (name) => {
    const written = evidenceIn(assembly, name, context.suffix);
    const evidence = JSON.parse(written['evidence.json']);
    const forFedRamp = evidence.frameworks.some(({ id }: any) => id.startsWith('fedramp-')) ? FEDRAMP_FILES : [];
    expect(Object.keys(written).sort()).toEqual(['architecture.svg', 'cost.json', 'crypto.json', 'data-flow.svg', 'deviations.csv', 'evidence.json', ...forFedRamp, 'index.html', 'matrix.csv', 'matrix.md', ...OSCAL_FILES, 'provenance.json']);
    expect(evidence.summary.findings).toBe(0);
    expect(evidence.outcomes).toHaveLength(evidence.summary.judgements);
    expect(schemaFaults(evidence)).toEqual([]);
  });

  test.each(NAMES)('the diagrams of %s have no overlaps, and their text has at least 5.5 points on A4', (name) => {
    const folder = path.join(assembly.directory, `assembly-${name}-${context.suffix}`, 'evidence', `${name}-${context.suffix}`);
    expect(['architecture.svg', 'data-flow.svg'].map((file) => diagramFaults(fs.readFileSync(path.join(folder, file), 'utf-8'), 5.5))).toEqual([[], []]);
  });

  test.each(NAMES)('logical ids of %s are those of its golden templates', (name) => {
    for (const { stackName, template } of assembly.getNestedAssembly(`assembly-${name}-${context.suffix}`).stacks) {
      // Asset hashes change with the aws-cdk-lib release that packs the helper function; no resource is replaced.
      const text = `${JSON.stringify(template, null, 1).replace(/[0-9a-f]{64}/g, '<asset>')}\n`;
      const file = path.join(__dirname, 'golden', `${lifecycle}-${stackName}.json`);
      if (process.env.UPDATE_GOLDEN) fs.writeFileSync(file, text);
      const golden = fs.readFileSync(file, 'utf-8');
      expect(typesById(template)).toEqual(typesById(JSON.parse(golden)));
      // A newer aws-cdk-lib may add properties to a resource. It must not rename one.
      if (version === devDependencies['aws-cdk-lib']) expect(text).toBe(golden);
    }
  });
});

// CI compares the evidence of every platform with that of a second run.
test('evidence is identical in two runs', () => {
  const evidenceOfRun = () => {
    const app = new App({ context: flags, outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'platforms-')) });
    addPlatforms(app, undefined, ['payment']);
    return evidenceIn(app.synth(), 'payment', 'dev');
  };
  expect(evidenceOfRun()).toEqual(evidenceOfRun());
});

/** Texts of the files, by path in the folder. */
function evidenceIn({ directory }: CloudAssembly, name: string, suffix: string): Record<string, string> {
  const folder = path.join(directory, `assembly-${name}-${suffix}`, 'evidence', `${name}-${suffix}`);
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => fs.statSync(path.join(folder, file)).isFile());
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf-8')]));
}

function typesById({ Resources }: { Resources: Record<string, { Type: string }> }): Record<string, string> {
  return Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type]));
}

describe('settings of the examples app', () => {
  test('an unknown lifecycle throws', () => {
    expect(() => appWith({ lifecycle: 'staging' })).toThrow("context lifecycle must be one of production, ephemeral, got 'staging'");
  });

  test('a domain name without its hosted zone throws', () => {
    expect(() => appWith({ domainName: 'loans.example.com' }))
      .toThrow('context must have all or none of domainName, hostedZoneId, hostedZoneName, got no hostedZoneId and no hostedZoneName');
  });
});
