import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { PLATFORM_NAMES, PlatformName } from '../../examples/platform-names';
import { addPlatforms } from '../../examples/platforms';
import { CostEstimate, estimate } from '../../src/compliance/evidence/cost/estimate';
import { RenderedTemplate } from '../../src/compliance/rendered';
import { stacksBelow, StackTemplate } from '../../src/compliance/template-source';

const { context } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
const app = new App({ context, outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'platforms-')) });
addPlatforms(app);
app.synth();

function templatesOf(name: PlatformName): RenderedTemplate[] {
  const templates = stacksBelow(app.node.findChild(`${name}-dev`)).map((stack) => new RenderedTemplate(new StackTemplate(stack, () => true)));
  for (const template of templates) template.peers = templates;
  return templates;
}

const estimates = Object.fromEntries(PLATFORM_NAMES.map((name) => [name, estimate(templatesOf(name))])) as Record<PlatformName, CostEstimate>;

test.each<[PlatformName, string, number, number]>([
  ['loan', 'LOAN-14', 150, 300], ['payment', 'PAY-13', 425, 650], ['pipeline', 'PIPE-12', 50, 100], ['transactions', 'README', 575, 775], ['ec2-baseline', 'README', 325, 475],
])('the %s platform costs what %s says: %d to %d USD a month at its default size', (name, _, least, most) => {
  const { monthly, unknownLines, notEstimated } = estimates[name];
  expect(monthly).toBeGreaterThanOrEqual(least);
  expect(monthly).toBeLessThanOrEqual(most);
  expect(unknownLines).toBe(0);
  expect(notEstimated.filter(({ what }) => what.includes('no price'))).toEqual([]);
});

test.each<[PlatformName, string, number]>([
  ['loan', 'aurora-capacity-unit', 0.75], ['loan', 'fargate-vcpu', 1], ['loan', 'public-ipv4-address', 4], ['payment', 'interface-endpoint', 27], ['payment', 'nat-gateway', 1],
  ['payment', 'rds:aurora:db.t3.medium', 3], ['payment', 'backup-copy-gib', 10], ['pipeline', 'kinesis-shard', 1], ['pipeline', 'rds-gp3-gib', 20],
  ['transactions', 'web-acl', 2], ['transactions', 'ec2:t3.large', 2], ['ec2-baseline', 'ec2:t3.medium', 2], ['ec2-baseline', 'ebs-gp3-gib', 40], ['ec2-baseline', 'interface-endpoint', 6],
])('the estimate of %s has %s: %d', (name, item, quantity) => {
  expect(estimates[name].lines.find((line) => line.item === item)?.quantity).toBe(quantity);
});

// The counts that the requirements of the payment platform give with its estimate.
test.each<[string, number]>([
  ['AWS::EC2::VPC', 1], ['AWS::EC2::Subnet', 9], ['AWS::EC2::NatGateway', 1], ['AWS::EC2::EIP', 1], ['AWS::EC2::VPCEndpoint', 11], ['AWS::RDS::DBCluster', 1],
  ['AWS::RDS::DBInstance', 3], ['AWS::ECS::Cluster', 1], ['AWS::ECS::Service', 1], ['AWS::ECS::TaskDefinition', 1],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 1], ['AWS::ElasticLoadBalancingV2::TargetGroup', 1], ['AWS::WAFv2::WebACL', 1], ['AWS::KMS::Key', 4],
  ['AWS::S3::Bucket', 3], ['AWS::Backup::BackupVault', 2], ['AWS::Backup::BackupPlan', 1],
])('PAY-13: of %s there are %d', (type, count) => {
  expect(templatesOf('payment').flatMap((template) => template.ofType(type))).toHaveLength(count);
});
