import * as fs from 'fs';
import * as path from 'path';
import { PLATFORM_NAMES } from '../../examples/platform-names';

// The README is compared with the golden templates, which are the synthesized ones (platforms.test.ts).

const GOLDEN = path.join(__dirname, 'golden');
const README = fs.readFileSync(path.join(__dirname, '../../examples/README.md'), 'utf-8');

interface Resource {
  readonly Type: string;
  readonly Properties?: any;
}

/** Resources of all stacks of a platform. */
function resourcesOf(platform: string, lifecycle: 'ephemeral' | 'production'): Resource[] {
  return fs.readdirSync(GOLDEN).filter((file) => file.startsWith(`${lifecycle}-${platform}-`))
    .flatMap((file) => Object.values<Resource>(JSON.parse(fs.readFileSync(path.join(GOLDEN, file), 'utf-8')).Resources));
}

/** Cells of a row of the table of prerequisites, by platform. */
function row(name: string): Record<string, string> {
  const cells = README.split('\n').find((line) => line.startsWith(`| ${name} |`))!.split('|').slice(2, -1).map((cell) => cell.trim());
  return Object.fromEntries(PLATFORM_NAMES.map((platform, index) => [platform, cells[index]]));
}

/** Service-linked roles by the type of resource that needs them (the page on service-linked roles of each service). */
const ROLES: Readonly<Record<string, (properties: any) => string | undefined>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': ({ ServiceNamespace }) => `${ServiceNamespace}.application-autoscaling`,
  'AWS::AutoScaling::AutoScalingGroup': () => 'autoscaling',
  'AWS::CloudFront::VpcOrigin': () => 'vpcorigin.cloudfront',
  'AWS::CloudTrail::Trail': ({ IsOrganizationTrail }) => IsOrganizationTrail ? 'cloudtrail' : undefined,
  'AWS::Config::ConfigurationRecorder': () => 'config',
  'AWS::Config::ConformancePack': () => 'config-conforms',
  'AWS::ECS::Service': () => 'ecs',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': () => 'elasticloadbalancing',
  'AWS::GuardDuty::Detector': () => 'guardduty',
  'AWS::RDS::DBCluster': () => 'rds',
  'AWS::RDS::DBInstance': () => 'rds',
  'AWS::SSM::MaintenanceWindowTask': ({ ServiceRoleArn }) => ServiceRoleArn ? undefined : 'ssm',
  'AWS::WAFv2::LoggingConfiguration': () => 'wafv2',
};

const rolesOf = (resources: Resource[]) => new Set(resources.flatMap(({ Type, Properties }) => ROLES[Type]?.(Properties) ?? []));

test.each(PLATFORM_NAMES)('the README lists the service-linked roles that %s needs, and those of production only', (platform) => {
  const cells = row('service-linked roles');
  // `as loan; config-conforms` refers to another cell.
  const text = (name: string): string => cells[name].replace(/^as (\w+)/, (_, other) => text(other));
  // With `threatDetection`, the templates have more.
  const [always, production = ''] = text(platform).replace(/; with `threatDetection`.*/, '').split('; in `production` ');
  const listed = (part: string) => new Set([...part.matchAll(/`([a-z0-9.-]+)`/g)].map(([, role]) => role));
  expect(listed(always)).toEqual(rolesOf(resourcesOf(platform, 'ephemeral')));
  expect(new Set([...listed(always), ...listed(production)])).toEqual(rolesOf(resourcesOf(platform, 'production')));
});

test('the command that creates service-linked roles has those of every platform', () => {
  const [, command] = /^for service in (.*); do$/m.exec(README)!;
  const needed = PLATFORM_NAMES.flatMap((platform) => [...rolesOf(resourcesOf(platform, 'production'))]);
  expect(command.split(' ').sort()).toEqual([...new Set(needed)].sort());
});

test('the README creates exactly the database users that no stack creates', () => {
  const users = PLATFORM_NAMES.map((platform) => {
    const arns = resourcesOf(platform, 'production').flatMap(({ Properties }) => Properties?.PolicyDocument?.Statement ?? [])
      .filter(({ Action }) => Action === 'rds-db:connect').map(({ Resource }) => JSON.stringify(Resource));
    return [platform, new Set(arns.map((arn) => /\/(\w+)"\]\]\}$/.exec(arn)![1]))] as const;
  });
  const after = row('after the first deployment');
  expect(Object.fromEntries(users.map(([platform, names]) => [platform, names.size > 0]))).toEqual(
    Object.fromEntries(PLATFORM_NAMES.map((platform) => [platform, after[platform].includes('database user')])));
  // The user of the pipeline is for Regions whose certificate authority the rotation function does not contain.
  const created = [...README.matchAll(/^CREATE USER (\w+)/gm)].map(([, name]) => name).filter((name) => name !== 'processor');
  expect(created.sort()).toEqual(users.flatMap(([, names]) => [...names]).sort());
});

test('the README has the names that a deletion needs', () => {
  const lines = README.split('\n');
  const begin = lines.indexOf('| platform | Region | stacks | database | load balancer |') + 2;
  const rows = PLATFORM_NAMES.map((platform) => {
    const stacks = fs.readdirSync(GOLDEN).filter((file) => file.startsWith(`production-${platform}-`)).map((file) => `\`${path.basename(file, '.json').replace('production-', '')}\``);
    const resources = resourcesOf(platform, 'production');
    const named = (type: string, prop: string) => resources.filter(({ Type, Properties }) => Type === type && Properties[prop]).map(({ Properties }) => `\`${Properties[prop]}\``);
    const database = [
      ...named('AWS::RDS::DBCluster', 'DBClusterIdentifier').map((name) => `cluster ${name}`),
      ...named('AWS::RDS::DBInstance', 'DBInstanceIdentifier').map((name) => `instance ${name}`),
    ];
    return [platform, stacks.sort((one, other) => one.length - other.length).join(', '), ...database, ...named('AWS::ElasticLoadBalancingV2::LoadBalancer', 'Name')];
  });
  const cells = lines.slice(begin, begin + rows.length).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()).filter((cell, index) => index !== 1 && cell));
  expect(cells).toEqual(rows);
});
