import * as fs from 'fs';
import * as path from 'path';
import { readApi } from '../../scripts/public-api';
import { replacingProperties } from '../contract/replacements';
import { appStack, cleanUp, Templates, templatesOf } from '../contract/stacks';
import { readContracts, subjectsOf } from '../contract/subjects';

export const ROOT = path.resolve(__dirname, '..', '..');
/** Resources of every construct alone, without the properties that can change in place. */
export const CONSTRUCTS = 'test/compat/constructs.json';
/** Whole templates of the platforms. */
export const PLATFORMS = 'test/examples/golden';

/** Templates by the construct and the variant of its contract, or by the platform. */
export type Surface = Record<string, Templates>;

/** Every construct in each variant of its contract, synthesized now. */
export function constructsNow(): Surface {
  try {
    const subjects = subjectsOf(readApi(), readContracts()).filter(({ isConstruct }) => isConstruct);
    return Object.fromEntries(subjects.flatMap((subject) => (subject.variants ?? []).map((variant) => {
      const stack = appStack({}, { isChecked: false });
      subject.run(stack, subject.build(stack, variant));
      return [`${subject.name} (${variant})`, compact(templatesOf(stack))];
    })));
  } finally {
    cleanUp();
  }
}

/** The platforms from their golden templates, which the unit tests hold against the code. */
export function platformsIn(read: (file: string) => string | undefined, files: string[]): Surface {
  return Object.fromEntries(files.filter((file) => file.startsWith(`${PLATFORMS}/`)).map((file) => [path.basename(file, '.json'), { Template: JSON.parse(read(file)!) }]));
}

export function platformsNow(): Surface {
  return platformsIn((file) => fs.readFileSync(path.join(ROOT, file), 'utf-8'), fs.readdirSync(path.join(ROOT, PLATFORMS)).map((file) => `${PLATFORMS}/${file}`));
}

function compact(templates: Templates): Templates {
  return Object.fromEntries(Object.entries(templates).map(([stack, { Resources = {} }]) => [stack, {
    Resources: Object.fromEntries(Object.entries<any>(Resources).map(([id, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }]) => {
      const properties = replacingProperties(Type, Properties);
      return [id, { Type, Properties: Object.keys(properties).length ? properties : undefined, DeletionPolicy, UpdateReplacePolicy }];
    })),
  }]));
}

/** One resource per line, so that a diff shows what an update replaces. Asset hashes change with the release of aws-cdk-lib that packs the code. */
export function textOf(surface: Surface): string {
  const lines = (value: object, depth: number): string => {
    const entries = Object.entries(value);
    const pad = ' '.repeat(4 - depth);
    return `{\n${entries.map(([key, item]) => `${pad}${JSON.stringify(key)}: ${depth ? lines(item, depth - 1) : JSON.stringify(item)}`).join(',\n')}\n${pad.slice(1)}}`;
  };
  return `${lines(surface, 3).replace(/[0-9a-f]{64}/g, '<asset>')}\n`;
}
