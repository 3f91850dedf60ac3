import { execFile } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Templates } from './stacks';

const GOVCLOUD = ['us-gov-east-1', 'us-gov-west-1'];
const CHINA = ['cn-north-1', 'cn-northwest-1'];

/** Regions without restore tests, of which `BackupPlan` warns. */
const WITHOUT_RESTORE_TESTS = ['ap-southeast-5', 'ap-southeast-7', ...CHINA, ...GOVCLOUD];

/** Types that some Regions lack. `CloudFrontWithWaf` and what it takes are refused outside of partition aws. */
const REVIEWED: Record<string, string[]> = {
  'AWS::Backup::RestoreTestingPlan': WITHOUT_RESTORE_TESTS,
  'AWS::Backup::RestoreTestingSelection': WITHOUT_RESTORE_TESTS,
  'AWS::CloudFront::Distribution': GOVCLOUD,
  'AWS::CloudFront::OriginAccessControl': [...CHINA, ...GOVCLOUD],
  'AWS::CloudFront::ResponseHeadersPolicy': GOVCLOUD,
  'AWS::CloudFront::VpcOrigin': [...CHINA, ...GOVCLOUD],
  // Proxies are what a method takes.
  'AWS::RDS::DBProxy': ['ap-east-2'],
  'AWS::RDS::DBProxyTargetGroup': ['ap-east-2'],
};

/**
 * Messages about resource types of the templates that the CloudFormation registry of a Region does not have, other than the reviewed ones.
 * @param isWhole whether the templates have every type that the library makes
 */
export async function missingTypes(command: string, folder: string, bases: Iterable<Templates>, isWhole: boolean): Promise<string[]> {
  const resources = [...bases].flatMap((templates) => Object.values(templates)).flatMap(({ Resources = {} }) => Object.values<any>(Resources));
  const types = [...new Set(resources.map(({ Type }) => Type as string))].filter((type) => type.startsWith('AWS::'));
  const missing = await regionsWithout(command, folder, types);
  const expected = Object.keys(REVIEWED).filter((type) => isWhole || types.includes(type));
  return [...new Set([...missing.keys(), ...expected])].flatMap((type) => {
    const [found, reviewed] = [missing.get(type) ?? [], REVIEWED[type] ?? []].map((regions) => [...regions].sort().join(', '));
    return found === reviewed ? [] : [`${type}: Regions without it are ${found || 'none'}; test/contract/regions.ts has ${reviewed || 'none'}`];
  });
}

/** cfn-lint has the registry of each Region. */
async function regionsWithout(command: string, folder: string, types: string[]): Promise<Map<string, string[]>> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'types.json');
  fs.writeFileSync(file, JSON.stringify({ Resources: Object.fromEntries(types.map((Type, index) => [`Resource${index}`, { Type }])) }));
  const args = ['--format', 'json', '--regions', 'ALL_REGIONS', '--ignore-checks', 'W', 'I', '--', file];
  const matches = await new Promise<any[]>((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1e9 }, (error, stdout, stderr) => {
      // The exit code says that there are matches.
      try {
        resolve(JSON.parse(stdout || '[]'));
      } catch {
        reject(error ?? new Error(stderr));
      }
    });
  });
  const missing = new Map<string, string[]>();
  for (const { Message, Rule } of matches) {
    const [, type, region] = /^Resource type '(.+)' does not exist in '(.+)'$/.exec(Message) ?? [];
    if (Rule.Id === 'E3006' && type) missing.set(type, [...missing.get(type) ?? [], region]);
  }
  return missing;
}
