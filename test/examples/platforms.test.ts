import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { addPlatforms, PLATFORMS } from '../../examples/platforms';
import { allFindingsOf } from '../support';
import { platform } from './support';

const { version } = JSON.parse(fs.readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf-8'));
const { devDependencies } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf-8'));
const { context: flags } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
const LIFECYCLES = [['ephemeral', { suffix: 'dev' }], ['production', { suffix: 'prod', lifecycle: 'production' }]] as const;
const NAMES = Object.keys(PLATFORMS);

function synthesizedTo(outdir: string, context: Record<string, string>): App {
  const app = new App({ context: { ...flags, ...context }, outdir });
  addPlatforms(app);
  return app;
}

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), 'platforms-'));

describe.each(LIFECYCLES)('the platforms, %s', (lifecycle, context) => {
  test('our check and the four packs of cdk-nag find nothing', () => {
    expect(allFindingsOf(synthesizedTo(temporary(), context))).toEqual([]);
  });

  test('every acknowledgement is at one resource and says why', () => {
    const app = synthesizedTo(temporary(), context);
    const acknowledged = app.node.findAll().flatMap((construct) => construct.node.metadata
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([rule, reason]) => ({ construct, rule, reason }))));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter(({ reason }) => reason.length < 20).map(({ rule }) => rule)).toEqual([]);
    // A prefixed id of cdk-nag would mute the rule in the whole app.
    expect(acknowledged.filter(({ rule }) => /^(AwsSolutions|NIST|PCI|HIPAA)[^[:]*::/.test(rule)).map(({ rule }) => rule)).toEqual([]);
    expect(acknowledged.filter(({ construct }) => construct.node.findAll().length > 1 && construct.node.children.some(({ node }) => node.id !== 'Resource')
      && construct.node.defaultChild === undefined).map(({ construct, rule }) => `${construct.node.path}: ${rule}`)).toEqual([]);
  });

  test.each(NAMES)('the evidence of %s is the same byte for byte in every run, and lists every judgement', (name) => {
    const [first, second] = [temporary(), temporary()].map((outdir) => {
      synthesizedTo(outdir, context).synth();
      const folder = path.join(outdir, `assembly-${name}-${context.suffix}`, 'evidence');
      return Object.fromEntries(fs.readdirSync(folder).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf-8')]));
    });
    expect(Object.keys(first).sort()).toEqual([`${name}-${context.suffix}.json`, `${name}-${context.suffix}.md`]);
    expect(second).toEqual(first);
    const evidence = JSON.parse(first[`${name}-${context.suffix}.json`]);
    expect(evidence.summary.findings).toBe(0);
    expect(evidence.outcomes).toHaveLength(evidence.summary.judgements);
  });

  test.each(NAMES)('the golden template of %s guards its logical ids', (name) => {
    for (const { artifact, template } of platform(name, { ...context })) {
      // The hash of an asset changes with the release of aws-cdk-lib that packs the helper function; nothing is replaced by that.
      const text = `${JSON.stringify(template, null, 1).replace(/[0-9a-f]{64}/g, '<asset>')}\n`;
      const file = path.join(__dirname, 'golden', `${lifecycle}-${artifact.stackName}.json`);
      if (process.env.UPDATE_GOLDEN) fs.writeFileSync(file, text);
      const golden = fs.readFileSync(file, 'utf-8');
      expect(typesById(template)).toEqual(typesById(JSON.parse(golden)));
      // A newer aws-cdk-lib may say more of a resource, it must not rename one.
      if (version === devDependencies['aws-cdk-lib']) expect(text).toBe(golden);
    }
  });
});

function typesById({ Resources }: { Resources: Record<string, { Type: string }> }): Record<string, string> {
  return Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type]));
}

describe('settings of the examples app', () => {
  test('a lifecycle that does not exist is refused', () => {
    expect(() => synthesizedTo(temporary(), { lifecycle: 'staging' })).toThrow("context lifecycle is 'staging', need one of production, ephemeral");
  });

  test('a domain without its hosted zone is refused', () => {
    expect(() => synthesizedTo(temporary(), { domainName: 'loans.example.com' }))
      .toThrow('context has domainName without hostedZoneId and hostedZoneName, need all three of domainName, hostedZoneId, hostedZoneName');
  });
});
