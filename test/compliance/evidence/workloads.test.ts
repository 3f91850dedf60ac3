import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ComplianceChecks } from '../../../src';
import { folder, house, synth } from '../support';

/** The evidence of two workloads in one stack. A function of the second reads a bucket of the first, whose topic invokes it. */
function build() {
  const outdir = folder();
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  const [alpha, beta] = ['Alpha', 'Beta'].map((id) => new Construct(stack, id));
  const bucket = new s3.Bucket(alpha, 'Bucket', { enforceSSL: true });
  const topic = new sns.Topic(alpha, 'Topic');
  const reader = new lambda.Function(beta, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
  bucket.grantRead(reader);
  topic.addSubscription(new subscriptions.LambdaSubscription(reader));
  ComplianceChecks.on(alpha, { frameworks: [house('S3.BucketVersioned')], name: 'alpha' });
  ComplianceChecks.on(beta, { frameworks: [house('S3.BucketVersioned')], name: 'beta' });
  synth(app);
  return Object.fromEntries(['alpha', 'beta'].map((name) => [name, JSON.parse(readFileSync(join(outdir, 'evidence', name, 'evidence.json'), 'utf-8'))]));
}

test('workloads in one stack have components and outcomes of their own, and those of the other are parties of their connections', () => {
  const { alpha, beta } = build();
  const ids = ({ inventory }: typeof alpha) => inventory.components.map(({ id }: { id: string }) => id);
  expect(ids(alpha)).toEqual(['Stack/Alpha/Bucket/Resource', 'Stack/Alpha/Topic/Resource']);
  expect(ids(beta)).toEqual(['Stack/Beta/Function/Resource', 'Stack/Beta/Function/ServiceRole/Resource']);
  expect([alpha, beta].map(({ outcomes }) => [...new Set(outcomes.map(({ path }: { path: string }) => path.split('/')[1]))])).toEqual([['Alpha'], ['Beta']]);
  expect(beta.inventory.parties).toEqual(['Stack/Alpha/Bucket/Resource', 'Stack/Alpha/Topic/Resource'].map((name) => ({
    id: `resource:${name}`, kind: 'resource', name, isThirdParty: false, purpose: 'Resource of the templates that is not part of the workload', usedBy: ['Stack/Beta/Function/Resource'],
  })));
  expect(beta.flows.map(({ kind, from, to, encryption }: any) => [kind, from, to, encryption])).toEqual([
    ['api call', ['Stack/Beta/Function/Resource'], ['resource:Stack/Alpha/Bucket/Resource'], 'encrypted'],
    ['event', ['resource:Stack/Alpha/Topic/Resource'], ['Stack/Beta/Function/Resource'], 'not determined'],
  ]);
});
