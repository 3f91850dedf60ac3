import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** Instances that AWS Systems Manager manages, for example an `AutoScalingService`: their tags reach them, and what is granted reaches their role. */
export interface IManagedInstances extends IConstruct, iam.IGrantable {}
