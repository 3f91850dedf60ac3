import { ResourceSafeguard } from '../model/safeguard';
import { IDENTITIES, IDENTITY_POLICIES, noGrant, onAnything, onAnythingUnconditionally, onLogBucket } from '../predicates/grants';
import { listOf } from '../predicates/intrinsics';
import { fails, HOLDS, unknown } from '../predicates/outcome';
import { servesOnly } from '../predicates/service-roles';
import { textOf } from '../predicates/text';
import { Json } from '../rendered';

const EVERYWHERE = [...IDENTITY_POLICIES, ...IDENTITIES];
const ADMINISTRATORS = ['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess', 'AdministratorAccess-Amplify', 'AdministratorAccess-AWSElasticBeanstalk'];
// Policies of job functions with administrative actions of services (AWS IAM User Guide, AWS managed policies for job functions).
const JOB_FUNCTIONS = ['SystemAdministrator', 'DatabaseAdministrator', 'NetworkAdministrator', 'DataScientist'];
// Policies that read the data of every resource (AWS Managed Policy Reference).
const READERS = ['ReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'AmazonDynamoDBReadOnlyAccess', 'AmazonSSMReadOnlyAccess', 'SecretsManagerReadWrite', 'CloudWatchLogsReadOnlyAccess'];
const REFERENCE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';
const LEAST_PRIVILEGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';

// Actions that change permissions, or run code with another role. Source: AWS IAM User Guide, "Validate policies with IAM Access Analyzer" and "Grant a user
// permissions to pass a role to an AWS service"; Prowler, check iam_policy_allows_privilege_escalation.
const ESCALATION = [
  'iam:PassRole', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile',
  'iam:AttachUserPolicy', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:PutUserPolicy', 'iam:PutGroupPolicy', 'iam:PutRolePolicy', 'iam:AddUserToGroup',
  'iam:UpdateAssumeRolePolicy', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:PutRolePermissionsBoundary',
  'iam:PutUserPermissionsBoundary', 'sts:AssumeRole', 'lambda:UpdateFunctionCode', 'glue:UpdateDevEndpoint', 'ssm:SendCommand', 'ssm:StartSession',
  'sso:CreateAccountAssignment', 'sso:PutInlinePolicyToPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'ecs:ExecuteCommand',
  'cloudformation:UpdateStack', 'codebuild:UpdateProject', 'glue:UpdateJob', 'sagemaker:CreatePresignedNotebookInstanceUrl',
  'lambda:UpdateFunctionConfiguration', 'ec2-instance-connect:SendSSHPublicKey', 'apprunner:UpdateService',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
];
const DATA = [
  's3:GetObject', 'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory',
  'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:ExportTableToPointInTime', 'rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute',
  'ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute', 's3:PutBucketPolicy', 's3:PutAccountPublicAccessBlock', 's3:PutBucketPublicAccessBlock', 'kms:CreateGrant',
  'kms:PutKeyPolicy', 'secretsmanager:PutResourcePolicy', 'lambda:AddPermission', 'rds-db:connect', 'sqs:ReceiveMessage', 'kinesis:GetRecords', 'ebs:GetSnapshotBlock',
  'logs:GetLogEvents', 'logs:FilterLogEvents', 'redshift:GetClusterCredentials', 'redshift:GetClusterCredentialsWithIAM', 'redshift-serverless:GetCredentials',
  's3:GetObjectVersion', 's3:PutReplicationConfiguration', 'dynamodb:BatchGetItem', 'dynamodb:PartiQLSelect', 'dynamodb:GetRecords', 'dynamodb:PutResourcePolicy',
  'kinesis:SubscribeToShard', 'kinesis:PutResourcePolicy', 'sqs:AddPermission', 'logs:StartQuery', 'logs:StartLiveTail', 'logs:CreateExportTask', 'logs:PutSubscriptionFilter',
  'rds:StartExportTask',
];
const AUDIT = [
  'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:DeleteEventDataStore', 'logs:DeleteLogGroup',
  'logs:DeleteLogStream', 'logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy', 'logs:DeleteSubscriptionFilter', 'logs:DisassociateKmsKey', 'config:StopConfigurationRecorder',
  'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:DeleteConfigRule', 'guardduty:DeleteDetector', 'guardduty:UpdateDetector',
  'guardduty:StopMonitoringMembers', 'guardduty:CreateIPSet', 'securityhub:DisableSecurityHub', 'securityhub:BatchDisableStandards', 'ec2:DeleteFlowLogs',
  'wafv2:DeleteLoggingConfiguration', 'access-analyzer:DeleteAnalyzer', 'cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions', 'kms:ScheduleKeyDeletion', 'kms:DisableKey',
  'backup:DeleteRecoveryPoint', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteBackupVaultLockConfiguration', 'events:DisableRule', 'macie2:DisableMacie',
  'organizations:LeaveOrganization', 'backup:DeleteBackupVault', 'backup:PutBackupVaultAccessPolicy', 'backup:UpdateRecoveryPointLifecycle',
  'config:PutConfigurationRecorder', 'events:DeleteRule', 'events:RemoveTargets',
];
const BACKUPS = ['ec2:DeleteSnapshot', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot', 'dynamodb:DeleteBackup'];
// Services that remove expired backups, with a role of the account. Source: AWS managed policies AWSBackupServiceRolePolicyForBackup and
// AWSDataLifecycleManagerServiceRole.
const BACKUP_SERVICES = ['backup.amazonaws.com', 'dlm.amazonaws.com'];
// Actions that remove the objects of a bucket, or what keeps them. Source: Service Authorization Reference, Amazon S3.
const LOG_OBJECTS = [
  's3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration', 's3:BypassGovernanceRetention',
];

/** Safeguards of the policies of IAM roles, users, groups and permission sets. */
export const IAM_POLICIES: ResourceSafeguard[] = [
  {
    id: 'IAM.NoAdministrator',
    on: EVERYWHERE,
    statement: 'no policy allows all actions on all resources',
    rationale: 'A principal with all permissions can read all data, and remove the controls that would show it',
    remedy: 'restrict actions and resources, and attach no administrator policy of AWS',
    sources: { securityHub: ['IAM.1'], cdkNag: ['IAMPolicyNoStatementsWithAdminAccess'] },
    judge: (resource) => {
      const policy = managedPolicies(resource.properties).find((name) => ADMINISTRATORS.includes(name));
      if (policy) return fails(`ManagedPolicyArns has ${policy}, must be another policy`);
      return noGrant(resource, (grant) => {
        const wildcard = grant.actions.find((action) => /^[*?]*\*[*?]*(:\*+)?$/.test(action));
        const excess = wildcard ?? (grant.isInverted && grant.allowed(['iam:CreateUser']) ? 'all actions except some' : undefined);
        if (excess === undefined && !grant.hasUnknownAction) return {};
        const { isOnEverything } = grant;
        if (isOnEverything === 'no') {
          grant.ignoreActions();
          return {};
        }
        return excess === undefined ? { unknown: true } : { excess, unknown: isOnEverything === 'unknown' };
      });
    },
  },
  {
    id: 'IAM.NoServiceWildcard',
    on: EVERYWHERE,
    statement: 'no policy allows all actions of a service',
    rationale: 'A wildcard includes administrative actions of the service, and actions that AWS adds later',
    remedy: 'restrict the actions',
    sources: { securityHub: ['IAM.21'], cdkNag: ['IAMPolicyNoStatementsWithFullAccess'] },
    judge: (resource) => noGrant(resource, (grant) => ({
      excess: grant.actions.find((action) => /^([^:]*:)?[*?]*\*[*?]*$/.test(action) || /^[^:]*[*?][^:]*:/.test(action)),
      unknown: grant.hasUnknownAction,
    })),
  },
  {
    id: 'IAM.NoInvertedStatement',
    on: EVERYWHERE,
    statement: 'no policy allows everything except what it lists',
    rationale: 'NotAction and NotResource with Allow include services and actions that were not reviewed, and those that AWS adds later',
    remedy: 'list the actions in `Action` and the resources in `Resource`',
    severity: 'high',
    link: REFERENCE,
    sources: {},
    always: true,
    judge: (resource) => noGrant(resource, (grant) => grant.isInverted ? { excess: 'everything except what it lists' } : {}),
  },
  {
    id: 'IAM.NoPrivilegeEscalation',
    on: EVERYWHERE,
    statement: 'no policy allows changes of permissions, or the use of any role, on all resources',
    rationale: 'With one of these actions on all resources, a principal can obtain the permissions of an administrator',
    remedy: 'name the roles, policies and functions in `Resource`',
    severity: 'high',
    link: REFERENCE,
    sources: {},
    always: true,
    judge: (resource) => noGrant(resource, (grant) => onAnythingUnconditionally(grant, ESCALATION)),
  },
  {
    id: 'IAM.NoDataAccessToEveryResource',
    on: EVERYWHERE,
    statement: 'no policy allows access to the data of all buckets, tables, databases, queues, logs, secrets or parameters',
    rationale: 'A principal that is compromised can copy every object, item, message, log and secret of the account',
    remedy: 'name the resources in `Resource`, or add a condition on a resource tag',
    severity: 'high',
    link: LEAST_PRIVILEGE,
    sources: {},
    always: true,
    judge: (resource) => {
      const policy = managedPolicies(resource.properties).find((name) => READERS.includes(name));
      return policy ? fails(`ManagedPolicyArns has ${policy}, must be another policy`) : noGrant(resource, (grant) => onAnythingUnconditionally(grant, DATA));
    },
  },
  {
    id: 'IAM.NoAuditTampering',
    on: EVERYWHERE,
    statement: 'no policy allows the removal of logs, alarms, backups, keys or detection on all resources, or of the objects of a log bucket',
    rationale: 'A principal that is compromised can remove the traces of what it did',
    remedy: 'remove the actions, or name the resources in `Resource`; replace `logRetention` by `logGroup`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
    sources: {},
    always: true,
    judge: (resource) => noGrant(resource, (grant) => {
      const backups = grant.allowed(BACKUPS) && servesOnly(resource, BACKUP_SERVICES) ? [] : BACKUPS;
      const found = onAnythingUnconditionally(grant, [...AUDIT, ...LOG_OBJECTS, ...backups]);
      return found.excess !== undefined || found.unknown ? found : onLogBucket(grant, LOG_OBJECTS, resource.template);
    }),
  },
  {
    id: 'IAM.NoFullAccessPolicy',
    on: IDENTITIES,
    statement: 'no AWS managed policy with full access to a service is attached',
    rationale: 'A policy with full access has all actions of a service on all resources of the account',
    remedy: 'attach a policy of your own with the actions and resources that are used',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    sources: {},
    always: true,
    judge: ({ properties, template }) => {
      const policy = managedPolicies(properties).find((name) => /FullAccess(_v\d+)?$|^(AdministratorAccess|PowerUserAccess)/.test(name) || JOB_FUNCTIONS.includes(name));
      if (policy) return fails(`ManagedPolicyArns has ${policy}, must be another policy`);
      const open = listOf(properties.ManagedPolicyArns).find((arn) => !template.referenced(arn) && /^\$\{[^}]*\}$/.test(textOf(arn)));
      return open ? unknown('ManagedPolicyArns', open) : HOLDS;
    },
  },
  {
    id: 'IAM.NoDecryptionWithEveryKey',
    on: EVERYWHERE,
    statement: 'no policy allows decryption with all KMS keys',
    rationale: 'A principal with every key can decrypt the data of every workload in the account',
    remedy: 'restrict the policy to specific keys',
    sources: {
      securityHub: ['KMS.1', 'KMS.2'], prowler: ['iam_policy_no_full_access_to_kms', 'iam_inline_policy_no_full_access_to_kms'],
    },
    // The AWS Config rule behind the control ignores conditions.
    judge: (resource) => noGrant(resource, (grant) => onAnything(grant, ['kms:Decrypt', 'kms:ReEncryptFrom'])),
  },
];

/** Names of the AWS managed policies of an identity, without path. */
function managedPolicies({ ManagedPolicyArns, ManagedPolicies }: Json): string[] {
  return [...listOf(ManagedPolicyArns), ...listOf(ManagedPolicies)].map(textOf).filter((arn) => /:iam::aws:policy\//.test(arn)).map((arn) => arn.split('/').pop()!);
}
