import * as path from 'path';
import { CfnResource, Duration, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { allowNetworkInterfaces, FunctionNetwork } from './function-network';
import { LeastPrivilegeRole } from './least-privilege-role';
import { encryptedLogGroup } from './log-group';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { recommendedAlarms } from '../workload/registry';

/** Bundled at build time from src/lambda; next to lib in the package. */
const ASSETS = path.join(__dirname, '..', '..', '..', 'assets', 'lambda');

export interface BundledLambdaOptions {
  /** Name of the code, src/lambda/<name>.lambda.ts. */
  readonly name: string;
  readonly description: string;
  /** Consequence of a failure, in one sentence. */
  readonly failure: string;
  readonly timeout: Duration;
  /** @default - no VPC: the function calls AWS APIs only */
  readonly network?: FunctionNetwork;
}

/**
 * A function of the library: bundled code, its own role, an encrypted log group, traces, a dead-letter queue and an alarm on failures. It reserves no
 * concurrency. All functions of the library are created here.
 */
export class BundledLambda extends Construct {
  public readonly function: lambda.Function;
  public readonly role: iam.Role;
  public readonly logGroup: logs.LogGroup;
  public readonly failures: sqs.Queue;

  constructor(scope: Construct, id: string, options: BundledLambdaOptions) {
    super(scope, id);
    const { name, description, failure, timeout, network } = options;
    this.role = new LeastPrivilegeRole(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = encryptedLogGroup(this, 'LogGroup');
    this.failures = deadLetterQueue(this, 'Failures');
    allow(this.role, ['logs:CreateLogStream', 'logs:PutLogEvents'], this.logGroup.logGroupArn);
    allow(this.role, ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
    allowSending(this.failures, this.role);
    if (network) allowNetworkInterfaces(this.role);

    this.function = new lambda.Function(this, 'Function', {
      description,
      code: lambda.Code.fromAsset(path.join(ASSETS, `${name}.lambda`)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      memorySize: 256,
      timeout,
      // Prevents aws-cdk-lib from adding to its policies.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      deadLetterQueue: this.failures,
      vpc: network?.vpc,
      vpcSubnets: network && subnetsOf(network),
      securityGroups: network?.securityGroups,
    });
    waitForPermissions(this.function, this.role);
    // Lambda API Reference, PutFunctionConcurrency; Lambda Developer Guide, Lambda quotas: the quota of new accounts is lower.
    acknowledgeFindings(this.function.node.defaultChild!, 'Deployments and schedules invoke the function, one event at a time. Lambda rejects reserved concurrency in '
      + 'accounts with a quota of 100 or less.', 'Lambda.FunctionConcurrencyLimited', 'NIST.800.53.R5-LambdaConcurrency', 'HIPAA.Security-LambdaConcurrency');
    if (!network) {
      acknowledgeFindings(this.function.node.defaultChild!, 'The function calls AWS APIs only, over TLS, and no resource in a VPC.', 'Lambda.FunctionInVpc',
        'NIST.800.53.R5-LambdaInsideVPC', 'PCI.DSS.321-LambdaInsideVPC', 'HIPAA.Security-LambdaInsideVPC');
    }
    recommendedAlarms(this).add({
      construct: this,
      id: 'Failed',
      description: failure,
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }
}

function allow(role: iam.Role, actions: string[], resource: string) {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
}

function subnetsOf({ vpc, subnets }: FunctionNetwork) {
  return subnets ?? { subnets: vpc.privateSubnets.length ? vpc.privateSubnets : vpc.isolatedSubnets };
}

// The function refers to the role. aws-cdk-lib also adds a dependency on it, which linters report as redundant.
function waitForPermissions(made: lambda.Function, role: iam.Role) {
  const policies = () => role.node.children.filter((child) => child instanceof iam.ManagedPolicy).map(({ node }) => node.defaultChild as CfnResource);
  (made.node.defaultChild as CfnResource).addOverride('DependsOn', Lazy.any({ produce: () => policies().map(({ logicalId }) => logicalId) }));
}

/** A dead-letter queue with the key of the workload and the longest retention of SQS. It requires TLS. */
function deadLetterQueue(scope: Construct, id: string): sqs.Queue {
  const queue = new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: keyFor(scope, undefined, DataClass.LOGS, KeyUse.via('sqs')),
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledgeFindings(queue.node.defaultChild!, 'The queue is itself a dead-letter queue.', 'AwsSolutions-SQS3');
  return queue;
}

/** Permits a role to send to a queue and to use its key. */
function allowSending(queue: sqs.Queue, role: iam.IRole): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [queue.encryptionMasterKey!.keyArn],
  }));
}
