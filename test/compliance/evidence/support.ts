import * as fs from 'fs';
import * as path from 'path';
import { Aws } from 'aws-cdk-lib';
import { SystemModel } from '../../../src/compliance/evidence/model';
import { systemOf } from '../../../src/compliance/evidence/system';
import { Json, RenderedTemplate } from '../../../src/compliance/rendered';

interface Model extends SystemModel {
  readonly resources: Readonly<Record<string, Json>>;
}

/** Templates by stack name. Ids are logical ids, after the first template with the name of the stack. */
export function templatesOf(
  stacks: Readonly<Record<string, Json>>, region: string = Aws.REGION, account: string = Aws.ACCOUNT_ID,
): RenderedTemplate[] {
  const templates = Object.entries(stacks).map(([stackName, body], index) => new RenderedTemplate({
    // A stack in another Region has its name.
    stack: { stackName, region: /[a-z]{2}-[a-z]+-\d/.exec(stackName)?.[0] ?? region, account, templateFile: `${stackName}.template.json` },
    file: `/${stackName}.template.json`,
    body,
    nested: new Set<string>(),
    resources: () => Object.keys(body.Resources).map((logicalId) => (
      { logicalId, path: index === 0 ? logicalId : `${stackName}/${logicalId}`, isJudged: true, acknowledgementOf: () => undefined, sourceLineOf: () => `${stackName}.ts:1:1` })),
  }));
  for (const template of templates) template.peers = templates;
  return templates;
}

/** The model of such templates. */
export function modelOf(stacks: Readonly<Record<string, Json>>, region?: string, account?: string): Model {
  return {
    ...systemOf(templatesOf(stacks, region, account)),
    resources: Object.fromEntries(Object.entries(stacks).flatMap(([stackName, { Resources }], index) => Object.entries(Resources)
      .map(([id, resource]) => [index === 0 ? id : `${stackName}/${id}`, resource]))),
  };
}

/** The model of resources of one template: type and properties by logical id. */
export function modelOfResources(resources: Readonly<Record<string, readonly [type: string, properties?: Json, attributes?: Json]>>): SystemModel {
  return modelOf({
    Stack: {
      Resources: Object.fromEntries(Object.entries(resources).map(([id, [Type, Properties = {}, more = {}]]) => [id, { Type, Properties, ...more }])),
    },
  }, 'eu-west-2');
}

/** The model of the golden templates of a platform in production. */
export function modelOfPlatform(name: string, region: string): ReturnType<typeof modelOf> {
  const folder = path.join(__dirname, '../../examples/golden');
  const files = fs.readdirSync(folder).filter((file) => file.startsWith(`production-${name}-`));
  return modelOf(Object.fromEntries(files.map((file) => [
    file.slice('production-'.length, -'.json'.length), JSON.parse(fs.readFileSync(path.join(folder, file), 'utf-8')),
  ])), region);
}

/** Flows as rows: kind, sources, targets, protocol and ports, encryption, gateways and what blocks them. Ids are without the hash of CDK. */
export function rowsOf({ flows }: SystemModel): string[] {
  return flows.map(({ kind, from, to, protocol, ports, encryption, via, blockedBy }) => [
    `${kind}: ${from.map(short).join(', ')} > ${to.map(short).join(', ')}`,
    [protocol, ports].filter(Boolean).join(' '),
    encryption,
    via && `via ${via.map(short).join(', ')}`,
    blockedBy && `blocked: ${blockedBy}`,
  ].filter(Boolean).join(' | '));
}

/** Writes the rows of a platform. Compare the difference with the golden template before you commit it. */
export function updateRows(name: string, rows: readonly string[]): void {
  const lines = rows.map((row) => `  '${row.replace(/['\\]/g, '\\$&')}',\n`).join('');
  fs.writeFileSync(path.join(__dirname, 'flows', `${name}.ts`), `/** Flows of the ${name} platform in production, as a reader finds them in its golden template. */
export const ${name.toUpperCase().replace(/-/g, '_')}: readonly string[] = [\n${lines}];\n`);
}

function short(id: string): string {
  return id.includes(':') ? id : id.replace(/[0-9A-F]{8}$/, '');
}
