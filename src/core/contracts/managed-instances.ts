import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/**
 * Instances that AWS Systems Manager manages, for example an `AutoScalingService`. Tags of the construct propagate to the instances, and grants apply
 * to their role.
 */
export interface IManagedInstances extends IConstruct, iam.IGrantable {}
