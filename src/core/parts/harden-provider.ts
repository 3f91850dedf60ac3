import { CfnResource, CfnTag, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { encryptedLogGroup } from './log-group';

/** The helper functions of aws-cdk-lib that the library lets it bring along. */
export enum CdkProvider {
  /** Takes the rules out of a VPC's default security group. */
  RESTRICT_DEFAULT_SECURITY_GROUP = 'Custom::VpcRestrictDefaultSG',
  /** Empties a bucket when its stack goes. */
  AUTO_DELETE_OBJECTS = 'Custom::S3AutoDeleteObjects',
}

/**
 * Gives a helper function that aws-cdk-lib added to the stack what it lacks: an encrypted log group with a retention, and the
 * permission to write to that group alone in place of the AWS managed policy, and the tags around it. Does so once for a stack.
 */
export function hardenProvider(scope: Construct, provider: CdkProvider): void {
  const stack = Stack.of(scope);
  const construct = stack.node.findChild(`${provider}CustomResourceProvider`) as Construct;
  if (construct.node.tryFindChild('LogGroup')) return;
  const role = construct.node.findChild('Role') as CfnResource;
  const handler = construct.node.findChild('Handler') as CfnResource;

  const logGroup = encryptedLogGroup(construct, 'LogGroup');
  const policy = new iam.CfnManagedPolicy(construct, 'LogPolicy', {
    roles: [role.ref],
    policyDocument: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      })],
    }),
  });
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  // aws-cdk-lib makes both of them without a place for tags: they get those of the log group beside them.
  const { tags } = logGroup.node.defaultChild as logs.CfnLogGroup;
  const rendered = Lazy.any({ produce: () => tags.renderTags()?.map(({ key, value }: CfnTag) => ({ Key: key, Value: value })) });
  for (const resource of [role, handler]) resource.addPropertyOverride('Tags', rendered);
  handler.addPropertyOverride('LoggingConfig', { LogFormat: 'JSON', LogGroup: logGroup.logGroupName });
  // It refers to the role anyway, and linters object to saying so twice.
  handler.removeResourceDependency(role);
  handler.addResourceDependency(policy);

  acknowledgeFindings(handler, 'aws-cdk-lib picks the runtime of its own helper and raises it with its releases', 'AwsSolutions-L1');
  acknowledgeFindings(handler, 'CloudFormation calls it a few times in the life of the stack, one call at a time, and itself sees and reports its failures',
    'Lambda.FunctionConcurrencyLimited', 'Lambda.FunctionFailuresKept', 'Lambda.FunctionTraced');
  acknowledgeFindings(handler, 'it calls AWS APIs alone, and has to before the network exists and after it is gone', 'Lambda.FunctionInVpc');
  acknowledgeFindings(role, 'aws-cdk-lib gives its helper an inline policy that names single actions and resources, and has no other form', 'IAM.NoInlinePolicy');
}
