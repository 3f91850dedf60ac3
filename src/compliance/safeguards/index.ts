import { API_GATEWAY } from './api-gateway';
import { AUTO_SCALING_GROUPS } from './auto-scaling-groups';
import { BACKUP } from './backup';
import { CLOUDFRONT } from './cloudfront';
import { CLOUDTRAIL } from './cloudtrail';
import { CLOUDWATCH } from './cloudwatch';
import { CONFIG } from './config';
import { DMS } from './dms';
import { DOCUMENTDB } from './documentdb';
import { DYNAMODB } from './dynamodb';
import { EC2_INSTANCES } from './ec2-instances';
import { ECR } from './ecr';
import { ECS } from './ecs';
import { EFS } from './efs';
import { EKS } from './eks';
import { ELASTIC_LOAD_BALANCING } from './elastic-load-balancing';
import { ELASTICACHE } from './elasticache';
import { ELASTICSEARCH } from './elasticsearch';
import { FSX } from './fsx';
import { GUARDDUTY_SECURITY_HUB } from './guardduty-security-hub';
import { IAM } from './iam';
import { IAM_POLICIES } from './iam-policies';
import { IAM_ROLE_TRUST } from './iam-role-trust';
import { KINESIS } from './kinesis';
import { KMS_ACM } from './kms-acm';
import { LAMBDA_STEP_FUNCTIONS } from './lambda-step-functions';
import { MQ } from './mq';
import { MSK } from './msk';
import { NEPTUNE } from './neptune';
import { OPENSEARCH } from './opensearch';
import { RDS } from './rds';
import { RDS_CLUSTERS } from './rds-clusters';
import { RDS_INSTANCES } from './rds-instances';
import { REDSHIFT } from './redshift';
import { RESOURCE_POLICIES } from './resource-policies';
import { S3 } from './s3';
import { SECRETS_MANAGER } from './secrets-manager';
import { SNS_SQS } from './sns-sqs';
import { SYSTEMS_MANAGER } from './systems-manager';
import { VPC } from './vpc';
import { WAF } from './waf';
import { WORKLOAD } from './workload';
import { Safeguard } from '../model/safeguard';

/** All safeguards, by service. */
export const SAFEGUARDS: readonly Safeguard[] = [
  ...VPC, ...S3, ...EFS, ...KMS_ACM, ...RDS_CLUSTERS, ...RDS_INSTANCES, ...RDS, ...SECRETS_MANAGER, ...DYNAMODB, ...ELASTICACHE,
  ...OPENSEARCH, ...ECS, ...ECR, ...EC2_INSTANCES, ...AUTO_SCALING_GROUPS, ...SYSTEMS_MANAGER, ...LAMBDA_STEP_FUNCTIONS,
  ...ELASTIC_LOAD_BALANCING, ...CLOUDFRONT, ...WAF, ...API_GATEWAY, ...KINESIS, ...SNS_SQS, ...CLOUDWATCH, ...CLOUDTRAIL, ...CONFIG,
  ...GUARDDUTY_SECURITY_HUB, ...BACKUP, ...IAM, ...IAM_POLICIES, ...IAM_ROLE_TRUST, ...RESOURCE_POLICIES,
  ...WORKLOAD, ...DMS, ...DOCUMENTDB, ...EKS, ...ELASTICSEARCH, ...FSX, ...MQ, ...MSK,
  ...NEPTUNE, ...REDSHIFT,
];

const IDS = new Set(SAFEGUARDS.map(({ id }) => id));

/** Whether a safeguard with this id exists. */
export function isSafeguard(id: string): boolean {
  return IDS.has(id);
}
