import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AGENT_NAMESPACE } from './cloudwatch-agent';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';

/**
 * The role of an instance that AWS Systems Manager manages and that ships logs and metrics. It allows the actions of the AWS managed policy
 * AmazonSSMManagedInstanceCore, except reading all parameters of the account, on the resources that the Service Authorization Reference lists.
 */
export class InstanceRole extends LeastPrivilegeRole {
  constructor(scope: Construct, id: string) {
    super(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    this.allowManagement();
    this.allowMetrics();
  }

  /** Allows the agent to write to log groups (CloudWatch User Guide, Create IAM roles for use with the CloudWatch agent). */
  public allowLogs(logGroups: logs.ILogGroup[]): void {
    this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: logGroups.map(({ logGroupArn }) => logGroupArn),
    }));
  }

  /** Allows the instance to read the parameters below a path of Parameter Store. */
  public allowParameters(path: string): void {
    const parameters = Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: `${path.replace(/^\//, '')}/*` });
    const { policyDependable } = this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], resources: [parameters],
    }));
    acknowledgeWildcards(policyDependable as Construct, 'the instance reads all parameters below this path, including parameters that are created later', parameters);
  }

  private allowManagement(): void {
    const { partition, region, account } = Stack.of(this);
    this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: [
        'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
        'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
        'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint',
        'ec2messages:GetMessages', 'ec2messages:SendReply',
      ],
      resources: ['*'],
    }));
    const nodes = [`arn:${partition}:ec2:${region}:${account}:instance/*`, `arn:${partition}:ssm:${region}:${account}:association/*`];
    // ARNs of documents that AWS owns have no account.
    const documents = [`arn:${partition}:ssm:${region}:${account}:document/*`, `arn:${partition}:ssm:${region}::document/*`];
    const { policyDependable } = this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: [
        'ssm:DescribeAssociation', 'ssm:DescribeDocument', 'ssm:GetDocument', 'ssm:ListInstanceAssociations', 'ssm:PutComplianceItems',
        'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus', 'ssm:UpdateInstanceInformation',
      ],
      resources: [...nodes, ...documents],
    }));
    acknowledgeWildcards(policyDependable as Construct, 'instance ids are not known before launch, and Systems Manager returns to each instance only its own associations and documents',
      ...nodes, ...documents);
  }

  private allowMetrics(): void {
    this.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': AGENT_NAMESPACE } },
    }));
    // The agent reads the name of the group from the tags of the instance.
    this.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['ec2:DescribeTags'], resources: ['*'] }));
  }
}
