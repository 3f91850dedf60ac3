import * as path from 'path';
import { CfnResource, Duration, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { allowSending, deadLetterQueue } from './encrypted-queue';
import { allowNetworkInterfaces, FunctionNetwork } from './function-network';
import { LeastPrivilegeRole } from './least-privilege-role';
import { encryptedLogGroup } from './log-group';
import { recommendedAlarms } from '../workload/registry';

/** Bundled at build time from src/lambda, beside lib in the package. */
const ASSETS = path.join(__dirname, '..', '..', '..', 'assets', 'lambda');

export interface BundledLambdaOptions {
  /** The code, src/lambda/<name>.lambda.ts. */
  readonly name: string;
  readonly description: string;
  /** What it means that the function failed, in one sentence. */
  readonly failure: string;
  readonly timeout: Duration;
  /** How many run at once; taken from the account's quota. @default 1 */
  readonly concurrency?: number;
  /** @default - outside of any network: it calls AWS APIs alone */
  readonly network?: FunctionNetwork;
}

/**
 * A function of the library: code that is in the package, a role of its own, an encrypted log group, traces, few at once, failures kept in a queue and
 * told by an alarm. Every function of the library is made here.
 */
export class BundledLambda extends Construct {
  public readonly function: lambda.Function;
  public readonly role: iam.Role;
  public readonly logGroup: logs.LogGroup;
  public readonly failures: sqs.Queue;

  constructor(scope: Construct, id: string, options: BundledLambdaOptions) {
    super(scope, id);
    const { name, description, failure, timeout, concurrency = 1, network } = options;
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
      reservedConcurrentExecutions: concurrency,
      // By reference, so that aws-cdk-lib adds nothing to its policies.
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
    if (!network) {
      acknowledgeFindings(this.function.node.defaultChild!, 'It calls AWS APIs alone, over TLS, and nothing in a network', 'Lambda.FunctionInVpc',
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

// Not for the role itself, which the function refers to anyway and which aws-cdk-lib names nevertheless: linters object to saying so twice.
function waitForPermissions(made: lambda.Function, role: iam.Role) {
  const policies = () => role.node.children.filter((child) => child instanceof iam.ManagedPolicy).map(({ node }) => node.defaultChild as CfnResource);
  (made.node.defaultChild as CfnResource).addOverride('DependsOn', Lazy.any({ produce: () => policies().map(({ logicalId }) => logicalId) }));
}
