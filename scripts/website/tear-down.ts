import * as fs from 'fs';
import * as path from 'path';
import { ROOT, table } from './markdown';

const GOLDEN = path.join(ROOT, 'test', 'examples', 'golden');

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface StackTemplate {
  readonly name: string;
  readonly resources: readonly Resource[];
}

/** Commands that delete a platform, and what remains, read from its golden templates. */
export function tearDown(platform: string, region: string): string {
  const [ephemeral, production] = [templatesOf(platform, 'ephemeral'), templatesOf(platform, 'production')];
  const also = remaining(ephemeral).map(([type]) => `\`${type}\``);
  return [
    `\`\`\`sh\nnpx cdk destroy '${platform}-dev/*' -c platforms=${platform}\n\`\`\``,
    `In \`ephemeral\`, recovery points of AWS Backup remain, and their vault until you delete them.${also.length ? ` So do resources of the type ${also.join(', ')}, which other APIs of the account and Region log with.` : ''}`,
    'In `production`, disable termination protection and deletion protection first:',
    `\`\`\`sh\n${[...production.flatMap(({ name, resources }) => unprotect(name, resources, regionOf(name) ?? region)), `npx cdk destroy '${platform}-prod/*' -c platforms=${platform} -c lifecycle=production -c suffix=prod`].join('\n')}\n\`\`\``,
    'CloudFormation keeps these resources of `production`. Their names stay in use until you delete them:',
    table(['type', 'number', 'remains'], remaining(production)),
  ].join('\n\n');
}

function unprotect(stack: string, resources: readonly Resource[], region: string): string[] {
  const named = (type: string, name: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties?.[name]);
  const database = (kind: 'cluster' | 'instance', id: unknown) => `aws rds modify-db-${kind} --region ${region} --no-deletion-protection --apply-immediately --db-${kind}-identifier ${id}`;
  return [
    `aws cloudformation update-termination-protection --region ${region} --no-enable-termination-protection --stack-name ${stack}`,
    ...named('AWS::RDS::DBCluster', 'DBClusterIdentifier').map((id) => database('cluster', id)),
    // Members of a cluster have no protection of their own.
    ...resources.filter(({ Type, Properties }) => Type === 'AWS::RDS::DBInstance' && Properties?.DeletionProtection).map(({ Properties }) => database('instance', Properties?.DBInstanceIdentifier)),
    ...named('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Name').flatMap((name) => [
      `ARN=$(aws elbv2 describe-load-balancers --region ${region} --names ${name} --query 'LoadBalancers[0].LoadBalancerArn' --output text)`,
      `aws elbv2 modify-load-balancer-attributes --region ${region} --attributes Key=deletion_protection.enabled,Value=false --load-balancer-arn "$ARN"`,
    ]),
  ];
}

function remaining(stacks: readonly StackTemplate[]): string[][] {
  const kept = new Map<string, string[]>();
  for (const { Type, DeletionPolicy = 'Delete' } of stacks.flatMap(({ resources }) => resources)) if (DeletionPolicy !== 'Delete') kept.set(Type, [...kept.get(Type) ?? [], DeletionPolicy]);
  return [...kept].sort().map(([type, policies]) => [type, String(policies.length), policies[0] === 'Snapshot' ? 'a final snapshot' : 'the resource']);
}

function templatesOf(platform: string, lifecycle: 'ephemeral' | 'production'): StackTemplate[] {
  const files = fs.readdirSync(GOLDEN).filter((file) => file.startsWith(`${lifecycle}-${platform}-`)).sort();
  if (!files.length) throw new Error(`there must be golden templates of ${platform}`);
  return files.map((file) => ({
    name: file.slice(lifecycle.length + 1, -'.json'.length),
    resources: Object.values(JSON.parse(fs.readFileSync(path.join(GOLDEN, file), 'utf-8')).Resources),
  }));
}

/** Region in the name of a stack. */
export function regionOf(name: string): string | undefined {
  return /\b[a-z]{2}-[a-z]+-\d\b/.exec(name)?.[0];
}
