import { ManagedConfigRule } from '../../compliance/model/config-rule';
import { Framework } from '../../compliance/model/framework';

/** AWS Config API, PutConformancePack, TemplateBody. */
const MAX_BYTES = 51_200;
/** AWS Config Developer Guide, Service Limits, Maximum number of AWS Config Rules per conformance pack. */
const MAX_RULES = 130;
/** AWS Config API, ConfigRule, Description. */
const MAX_DESCRIPTION = 256;

/**
 * Template bodies of the conformance packs of a framework, as many as the limits of AWS Config require. Parameters are literals, so that a pack does not
 * depend on the intrinsic functions that AWS Config resolves.
 */
export function packsOf(framework: Framework, rules: readonly ManagedConfigRule[], partition: string): string[] {
  const packs: string[][] = [];
  let bytes = 0;
  for (const rule of rules) {
    const text = resource(rule, framework, partition);
    const more = Buffer.byteLength(text) + 1;
    if (packs.length === 0 || packs[packs.length - 1].length === MAX_RULES || bytes + more > MAX_BYTES) {
      packs.push([]);
      bytes = Buffer.byteLength(HEAD) + 1;
    }
    packs[packs.length - 1].push(text);
    bytes += more;
  }
  return packs.map((resources) => [HEAD, ...resources, ''].join('\n'));
}

/** Rules that a Region has. If the Region is not known, rules that all Regions have. */
export function rulesIn(region: string | undefined, rules: readonly ManagedConfigRule[]): ManagedConfigRule[] {
  return rules.filter(({ onlyIn, notIn }) => region === undefined
    ? !onlyIn && !notIn
    : (!onlyIn || onlyIn.includes(region)) && !notIn?.includes(region));
}

/** The id of a rule, for example `EncryptedVolumes` for `ENCRYPTED_VOLUMES` or `encrypted-volumes`. */
export function pascal(name: string): string {
  return name.toLowerCase().split(/[^a-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Placeholder in a parameter. */
const PARTITION = '${AWS::Partition}';

const HEAD = 'Resources:';

// AWS Config requires YAML. JSON strings are valid YAML strings.
function resource({ name, identifier, controls, parameters = {} }: ManagedConfigRule, { title }: Framework, partition: string): string {
  const input = Object.entries(parameters);
  return [
    `  ${pascal(name)}:`,
    '    Type: AWS::Config::ConfigRule',
    '    Properties:',
    `      ConfigRuleName: ${JSON.stringify(name)}`,
    `      Description: ${JSON.stringify(describe(title, controls))}`,
    ...(input.length ? ['      InputParameters:'] : []),
    ...input.map(([key, value]) => `        ${key}: ${JSON.stringify(value.replace(PARTITION, partition))}`),
    '      Source:',
    '        Owner: AWS',
    `        SourceIdentifier: ${identifier}`,
  ].join('\n');
}

/** Lists as many controls as the description has room for. */
function describe(title: string, controls: readonly string[]): string {
  let text = `${title}: ${controls[0]}`;
  for (const id of controls.slice(1)) {
    if (`${text}, ${id}, …`.length > MAX_DESCRIPTION) return `${text}, …`;
    text += `, ${id}`;
  }
  return text;
}
