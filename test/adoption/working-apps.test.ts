import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as redshift from 'aws-cdk-lib/aws-redshift';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { hardenedStack, resourcesOf } from './support';

/** Resources of a type by the start of their logical id. */
function named(resources: Record<string, any>, type: string, id: string): any {
  return Object.entries(resources).find(([name, { Type }]) => Type === type && name.startsWith(id))?.[1].Properties;
}

/** Ids of buckets whose policy denies requests without TLS. */
function tlsOnly(resources: Record<string, any>, ids: string[]): string[] {
  return ids.filter((id) => JSON.stringify(named(resources, 'AWS::S3::BucketPolicy', id) ?? {}).includes('aws:SecureTransport'));
}

function algorithms(resources: Record<string, any>, ids: string[]): string[] {
  return ids.map((id) => `${id} ${named(resources, 'AWS::S3::Bucket', id).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm}`);
}

describe('buckets', () => {
  const stack = hardenedStack();
  const bucket = (id: string, props: s3.BucketProps = {}) => new s3.Bucket(stack, id, props);
  const blockPublicAccess = new s3.BlockPublicAccess({ blockPublicAcls: true });
  bucket('Site', { websiteIndexDocument: 'index.html', publicReadAccess: true, blockPublicAccess });
  bucket('Redirect', { websiteRedirect: { hostName: 'example.com' } });
  (bucket('Overridden').node.defaultChild as s3.CfnBucket).addPropertyOverride('WebsiteConfiguration', { IndexDocument: 'index.html' });
  bucket('Public', { publicReadAccess: true, blockPublicAccess });
  const origin = (id: string, viewerProtocolPolicy?: cloudfront.ViewerProtocolPolicy) => new cloudfront.Distribution(stack, `${id}Distribution`, {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket(id)), viewerProtocolPolicy },
  });
  origin('Plain');
  origin('Secure', cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS);
  bucket('Data');

  bucket('Source', { versioned: true, replicationRules: [{ destination: bucket('Replica', { versioned: true }) }] });
  new cloudfront.Distribution(stack, 'Logged', {
    defaultBehavior: { origin: new origins.HttpOrigin('example.com') }, logBucket: bucket('Cdn', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
  });
  const flowLog = (id: string, logDestination: string) => new ec2.CfnFlowLog(stack, id, {
    resourceId: 'vpc-1', resourceType: 'VPC', trafficType: 'ALL', logDestinationType: 's3', logDestination,
  });
  flowLog('FlowLog', bucket('Flows').bucketArn);
  flowLog('NamedFlowLog', `arn:aws:s3:::${bucket('Named', { bucketName: 'flows-of-the-company' }) && 'flows-of-the-company'}/vpc`);
  const admitted = bucket('Admitted');
  admitted.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')], actions: ['s3:PutObject'], resources: [admitted.arnForObjects('*')],
  }));
  flowLog('AdmittedFlowLog', admitted.bucketArn);
  new elbv2.CfnLoadBalancer(stack, 'LoadBalancer', { loadBalancerAttributes: [{ key: 'access_logs.s3.bucket', value: bucket('Balancer').bucketName }] });
  new redshift.CfnCluster(stack, 'Warehouse', {
    clusterType: 'single-node', dbName: 'db', masterUsername: 'administrator', nodeType: 'ra3.large', loggingProperties: { bucketName: bucket('Audit').bucketName },
  });
  bucket('Versioned', { versioned: true });
  const resources = resourcesOf(stack);

  test('web sites, public buckets and origins that viewers use over HTTP serve HTTP', () => {
    expect(tlsOnly(resources, ['Site', 'Redirect', 'Overridden', 'Public', 'Plain', 'Secure', 'Data'])).toEqual(['Secure', 'Data']);
  });

  test('a policy that a service writes when it delivers logs is not replaced', () => {
    expect(tlsOnly(resources, ['Flows', 'Named', 'Audit', 'Admitted', 'Balancer', 'Cdn'])).toEqual(['Admitted', 'Balancer', 'Cdn']);
  });

  test('buckets that services deliver to, and both ends of a replication, have SSE-S3', () => {
    const ids = ['Source', 'Replica', 'Cdn', 'Flows', 'Named', 'Admitted', 'Balancer', 'Audit'];
    expect(algorithms(resources, ids)).toEqual(ids.map((id) => `${id} AES256`));
    expect(algorithms(resources, ['Data'])).toEqual(['Data aws:kms']);
  });

  test('no version is deleted', () => {
    const uploads = { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] };
    expect(['Versioned', 'Data'].map((id) => named(resources, 'AWS::S3::Bucket', id).LifecycleConfiguration)).toEqual([uploads, uploads]);
  });
});

test('in a new app, noncurrent versions expire where the hardening enables versioning', () => {
  const stack = hardenedStack({ newApp: true });
  new s3.Bucket(stack, 'Open');
  new s3.Bucket(stack, 'Versioned', { versioned: true });
  const days = (id: string, resources: Record<string, any>) => named(resources, 'AWS::S3::Bucket', id).LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration;
  const resources = resourcesOf(stack);
  expect(['Open', 'Versioned'].map((id) => days(id, resources))).toEqual([{ NoncurrentDays: Duration.days(90).toDays() }, undefined]);
});
