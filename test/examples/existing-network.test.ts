import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { addOrdersApp } from '../../examples/existing-network/app';
import { findingsWithEvidence } from '../support';

test('the app in an existing network has no findings, and creates no VPC and no load balancer', () => {
  const app = new App({ treeMetadata: false });
  addOrdersApp(app);
  findingsWithEvidence(app);
  const { summary } = JSON.parse(fs.readFileSync(path.join(app.outdir, 'evidence', 'orders-dev', 'evidence.json'), 'utf-8'));
  expect([summary.findings, summary.acknowledged]).toEqual([0, 3]);
  const types = app.node.children.filter(Stack.isStack).flatMap(({ templateFile }) => (
    Object.values<any>(JSON.parse(fs.readFileSync(path.join(app.outdir, templateFile), 'utf-8')).Resources).map(({ Type }) => Type)));
  expect(types.filter((type) => /^AWS::(EC2::(VPC|Subnet)|ElasticLoadBalancingV2::LoadBalancer)$/.test(type))).toEqual([]);
  expect(types).toContain('AWS::ElasticLoadBalancingV2::ListenerRule');
});
