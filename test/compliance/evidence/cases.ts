import * as fs from 'fs';
import * as path from 'path';
import { modelOfResources } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

/** Resources, and what a reader of the AWS documentation expects of them, line by line. */
export interface Case {
  readonly title: string;
  readonly resources: Resources;
  readonly expected: readonly string[];
}

/** Cases of a file: resources as JSON text, then the expected lines, indented. */
export function casesOf(name: string): Case[] {
  return fs.readFileSync(path.join(__dirname, 'tables', name), 'utf-8').trimEnd().split(/\n(?! )/).map((text) => {
    const [json, ...lines] = text.split('\n');
    const resources: Resources = JSON.parse(json);
    const [type, properties] = resources.It;
    return { title: `${type} ${JSON.stringify(properties ?? {})}`, resources, expected: lines.map((line) => line.trim()) };
  });
}
