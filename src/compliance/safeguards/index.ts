import { API_ENDPOINTS } from './api-endpoints';
import { API_GATEWAY } from './api-gateway';
import { APPSYNC } from './appsync';
import { ATHENA } from './athena';
import { AUTO_SCALING_GROUPS } from './auto-scaling-groups';
import { BACKUP } from './backup';
import { BATCH } from './batch';
import { BEDROCK_AGENTCORE } from './bedrock-agentcore';
import { CLASSIC_LOAD_BALANCERS } from './classic-load-balancers';
import { CLOUDFRONT } from './cloudfront';
import { CLOUDTRAIL } from './cloudtrail';
import { CLOUDWATCH } from './cloudwatch';
import { CODEBUILD } from './codebuild';
import { COGNITO } from './cognito';
import { CONFIG } from './config';
import { CONNECT } from './connect';
import { CONTAINER_IMAGES } from './container-images';
import { CROSS_ORIGIN } from './cross-origin';
import { DATASYNC } from './datasync';
import { DMS } from './dms';
import { DOCUMENTDB } from './documentdb';
import { DYNAMODB } from './dynamodb';
import { EC2_FLEETS } from './ec2-fleets';
import { EC2_INSTANCES } from './ec2-instances';
import { EC2_SECURITY_GROUPS } from './ec2-security-groups';
import { ECR } from './ecr';
import { ECS } from './ecs';
import { EFS } from './efs';
import { EKS } from './eks';
import { ELASTIC_BEANSTALK } from './elastic-beanstalk';
import { ELASTIC_LOAD_BALANCING } from './elastic-load-balancing';
import { ELASTICACHE } from './elasticache';
import { ELASTICSEARCH } from './elasticsearch';
import { EMR } from './emr';
import { EVENTBRIDGE } from './eventbridge';
import { FSX } from './fsx';
import { GLUE } from './glue';
import { GUARDDUTY_SECURITY_HUB } from './guardduty-security-hub';
import { IAM } from './iam';
import { IAM_POLICIES } from './iam-policies';
import { IAM_ROLE_TRUST } from './iam-role-trust';
import { KINESIS } from './kinesis';
import { KMS_ACM } from './kms-acm';
import { LAMBDA_STEP_FUNCTIONS } from './lambda-step-functions';
import { LAMBDA_URLS } from './lambda-urls';
import { MACIE } from './macie';
import { MEMORYDB } from './memorydb';
import { MQ } from './mq';
import { MSK } from './msk';
import { MWAA } from './mwaa';
import { NEPTUNE } from './neptune';
import { NETWORK_FIREWALL } from './network-firewall';
import { OPENSEARCH } from './opensearch';
import { PRIVATE_CA } from './private-ca';
import { QUICKSIGHT } from './quicksight';
import { RDS } from './rds';
import { RDS_CLUSTERS } from './rds-clusters';
import { RDS_INSTANCES } from './rds-instances';
import { REDSHIFT } from './redshift';
import { RESOURCE_POLICIES } from './resource-policies';
import { ROUTE53 } from './route53';
import { S3 } from './s3';
import { SAGEMAKER } from './sagemaker';
import { SAGEMAKER_ENDPOINTS } from './sagemaker-endpoints';
import { SECRETS_IN_TEMPLATES } from './secrets-in-templates';
import { SECRETS_MANAGER } from './secrets-manager';
import { SERVICE_CATALOG } from './service-catalog';
import { SES } from './ses';
import { SNS_SQS } from './sns-sqs';
import { SYSTEMS_MANAGER } from './systems-manager';
import { TRAIL_ALARMS } from './trail-alarms';
import { TRANSFER_FAMILY } from './transfer-family';
import { VPC } from './vpc';
import { WAF } from './waf';
import { WAF_CLASSIC } from './waf-classic';
import { WORKLOAD } from './workload';
import { WORKSPACES } from './workspaces';
import { Safeguard } from '../model/safeguard';

/** All safeguards, by service. */
export const SAFEGUARDS: readonly Safeguard[] = [
  ...VPC, ...S3, ...EFS, ...KMS_ACM, ...RDS_CLUSTERS, ...RDS_INSTANCES, ...RDS, ...SECRETS_MANAGER, ...DYNAMODB, ...ELASTICACHE,
  ...OPENSEARCH, ...ECS, ...ECR, ...EC2_INSTANCES, ...AUTO_SCALING_GROUPS, ...SYSTEMS_MANAGER, ...LAMBDA_STEP_FUNCTIONS,
  ...ELASTIC_LOAD_BALANCING, ...CLOUDFRONT, ...WAF, ...API_GATEWAY, ...KINESIS, ...SNS_SQS, ...CLOUDWATCH, ...CLOUDTRAIL, ...CONFIG,
  ...GUARDDUTY_SECURITY_HUB, ...BACKUP, ...IAM, ...IAM_POLICIES, ...IAM_ROLE_TRUST, ...RESOURCE_POLICIES, ...SECRETS_IN_TEMPLATES,
  ...EC2_SECURITY_GROUPS, ...WORKLOAD, ...DMS, ...DOCUMENTDB, ...EKS, ...ELASTICSEARCH, ...FSX, ...MQ, ...MSK, ...NEPTUNE, ...REDSHIFT,
  ...APPSYNC, ...ATHENA, ...BATCH, ...BEDROCK_AGENTCORE, ...CLASSIC_LOAD_BALANCERS, ...CODEBUILD, ...COGNITO, ...CONNECT, ...DATASYNC,
  ...EC2_FLEETS, ...ELASTIC_BEANSTALK, ...EMR, ...EVENTBRIDGE, ...GLUE, ...LAMBDA_URLS, ...MACIE, ...MEMORYDB, ...MWAA, ...NETWORK_FIREWALL,
  ...PRIVATE_CA, ...QUICKSIGHT, ...ROUTE53, ...SAGEMAKER, ...SERVICE_CATALOG, ...SES, ...TRAIL_ALARMS, ...TRANSFER_FAMILY, ...WAF_CLASSIC,
  ...WORKSPACES, ...CONTAINER_IMAGES, ...API_ENDPOINTS, ...CROSS_ORIGIN, ...SAGEMAKER_ENDPOINTS,
];

/** Types that are nothing but a policy. */
const IS_POLICY = /(Policy|Permissions?|::Sink|Destination)$/;

/**
 * The resource types that a safeguard judges. Safeguards on every type, and on the resource policy of a resource with other settings, say nothing about what a type is
 * for.
 */
export function typesJudgedBy(safeguard: Safeguard): readonly string[] {
  if (!('on' in safeguard)) return [];
  return RESOURCE_POLICIES.includes(safeguard) ? safeguard.on.filter((type) => IS_POLICY.test(type)) : safeguard.on;
}

const JUDGED = new Set(SAFEGUARDS.flatMap(typesJudgedBy));

/** Whether a safeguard of the library judges a resource type. */
export function isJudged(type: string): boolean {
  return JUDGED.has(type);
}
