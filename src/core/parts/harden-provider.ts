import { CfnResource, CfnTag, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { encryptedLogGroup } from './log-group';

/** Helper functions of aws-cdk-lib that the library permits. */
export enum CdkProvider {
  /** Removes the rules of the default security group of a VPC. */
  RESTRICT_DEFAULT_SECURITY_GROUP = 'Custom::VpcRestrictDefaultSG',
  /** Empties a bucket when its stack is deleted. */
  AUTO_DELETE_OBJECTS = 'Custom::S3AutoDeleteObjects',
}

/**
 * Hardens a helper function of aws-cdk-lib: an encrypted log group with a retention, permission to write to this group only instead of the AWS
 * managed policy, and the tags of its scope. Applies once per stack.
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
  // aws-cdk-lib creates both without tags: they get the tags of the log group.
  const { tags } = logGroup.node.defaultChild as logs.CfnLogGroup;
  const rendered = Lazy.any({ produce: () => tags.renderTags()?.map(({ key, value }: CfnTag) => ({ Key: key, Value: value })) });
  for (const resource of [role, handler]) resource.addPropertyOverride('Tags', rendered);
  handler.addPropertyOverride('LoggingConfig', { LogFormat: 'JSON', LogGroup: logGroup.logGroupName });
  // The handler refers to the role. Linters report a redundant dependency.
  handler.removeResourceDependency(role);
  handler.addResourceDependency(policy);

  acknowledgeFindings(handler, 'aws-cdk-lib sets the runtime of its helper function and updates it with its releases.', 'AwsSolutions-L1');
  acknowledgeFindings(handler, 'CloudFormation invokes the function a few times in the lifetime of the stack, one call at a time, and reports its failures.',
    'Lambda.FunctionConcurrencyLimited', 'Lambda.FunctionFailuresKept', 'Lambda.FunctionTraced');
  acknowledgeFindings(handler, 'The function calls AWS APIs only, also before the network exists and after it is deleted.', 'Lambda.FunctionInVpc');
  acknowledgeFindings(role, 'aws-cdk-lib supports only an inline policy for its helper function. It names single actions and resources.', 'IAM.NoInlinePolicy');
}
