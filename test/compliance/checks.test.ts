import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework } from '../../src';

describe('ComplianceChecks alone, on plain L2 code', () => {
  test('an acknowledgement on one of two buckets leaves the other a finding', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const [accepted, open] = ['Accepted', 'Open'].map((id) => {
      const bucket = new s3.Bucket(stack, id);
      (bucket.node.defaultChild as s3.CfnBucket).addPropertyDeletionOverride('BucketEncryption');
      return bucket;
    });
    ComplianceChecks.on(app, { frameworks: [Framework.PCI_DSS_4_0_1] });
    Validations.of(accepted).acknowledge({ id: 'S3.BucketEncrypted', reason: 'holds nothing but public marketing images' });
    let message = '';
    try {
      app.synth();
    } catch (error) {
      message = (error as Error).stack ?? '';
    }
    expect(message).toContain('objects are encrypted by default');
    expect(message).toContain(open.node.path);
    expect(message).toContain(`'S3.BucketEncrypted' on ${open.node.path}/Resource`);
    expect(message).not.toContain(`'S3.BucketEncrypted' on ${accepted.node.path}/Resource`);
  });
});
