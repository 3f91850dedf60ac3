import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { TrailLogOptions } from './audit-trail-options';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../core/parts/log-group';

/** A log group, and the role that CloudTrail writes to it with. */
export interface TrailLogs {
  readonly logGroup: logs.LogGroup;
  readonly role: iam.IRole;
}

/** CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs for monitoring. */
export function logsFor(scope: Construct, options: TrailLogOptions): TrailLogs {
  const logGroup = encryptedLogGroup(scope, 'LogGroup', options);
  const role = new LeastPrivilegeRole(scope, 'LogRole', {
    description: 'Writes the events of the trail to its log group',
    assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  }));
  return { logGroup, role };
}
