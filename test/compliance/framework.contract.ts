import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { QueueNamed } from './own-safeguards.fixture';
import { ComplianceChecks, Framework, SecureBucket } from '../../src';
import { contract } from '../contract/contract';

// The workload has the check of the stack.
function use(stack: Stack, framework: Framework) {
  const house = new Construct(stack, 'House');
  ComplianceChecks.on(house, { name: 'house', frameworks: [framework] });
  new SecureBucket(house, 'Documents');
}

export default contract(Framework, {
  variants: {
    defaults: () => ({ id: 'HOUSE', title: 'House rules', source: 'House rules, 2026', controls: [{ id: 'H.1', title: 'Buckets are private', safeguards: [] }] }),
    everything: () => ({
      id: 'HOUSE',
      title: 'House rules',
      source: 'House rules, 2026',
      numbers: { logRetention: Duration.days(400), backupRetention: Duration.days(14), credentialRotation: Duration.days(30) },
      validatedCryptography: true,
      controls: [{ id: 'H.1', title: 'Buckets are private', safeguards: ['S3.BucketAccessLogged', 'House.QueueNamed'] }],
      configRules: [{
        name: 's3-bucket-logging-enabled',
        identifier: 'S3_BUCKET_LOGGING_ENABLED',
        controls: ['H.1'],
        parameters: { targetBucket: 'logs' },
        onlyIn: ['eu-west-2'],
        notIn: ['eu-west-1'],
      }],
      safeguards: [new QueueNamed()],
      securityHubStandards: ['pci-dss/v/4.0.1'],
    }),
  },
  use,
  methods: {
    tailored: {
      on: () => Framework.PCI_DSS_4_0_1,
      variants: {
        defaults: () => [{ name: 'acme' }],
        everything: () => [{
          name: 'acme',
          title: 'PCI DSS of Acme',
          numbers: { logRetention: Duration.days(400), backupRetention: Duration.days(14), credentialRotation: Duration.days(30) },
          validatedCryptography: true,
          leftOut: [{ control: '1.2.8', reason: 'network devices belong to the platform team' }],
          added: [{ id: 'A.1', title: 'Queues have names', safeguards: ['House.QueueNamed', 'SQS.QueueEncrypted'] }],
          safeguards: [new QueueNamed()],
        }],
      },
      use,
    },
    controlsServedBy: { on: () => Framework.AWS_FSBP, variants: { safeguard: () => ['S3.BucketAccessLogged'] } },
  },
});
