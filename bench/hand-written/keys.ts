import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';

const KEY_ADMINISTRATION = [
  'CreateAlias', 'DeleteAlias', 'UpdateAlias', 'DescribeKey', 'UpdateKeyDescription', 'EnableKey', 'DisableKey', 'GetKeyPolicy', 'PutKeyPolicy', 'ListKeyPolicies',
  'GetKeyRotationStatus', 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand', 'ListKeyRotations', 'ListGrants', 'RevokeGrant', 'ListResourceTags',
  'TagResource', 'UntagResource', 'ScheduleKeyDeletion', 'CancelKeyDeletion',
].map((action) => `kms:${action}`);
export const KEY_USE = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'DescribeKey'].map((action) => `kms:${action}`);

export function key(stack: Stack, id: string, alias: string): kms.Key {
  return new kms.Key(stack, id, {
    alias,
    enableKeyRotation: true,
    pendingWindow: Duration.days(7),
    removalPolicy: RemovalPolicy.DESTROY,
    policy: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        sid: 'Administration',
        principals: [new iam.AccountRootPrincipal()],
        actions: KEY_ADMINISTRATION,
        resources: ['*'],
      })],
    }),
  });
}

type Conditions = Record<string, Record<string, string>>;

export function allowService(to: kms.Key, sid: string, principal: string, actions: string[], conditions: Conditions): void {
  to.addToResourcePolicy(new iam.PolicyStatement({ sid, principals: [new iam.ServicePrincipal(principal)], actions, resources: ['*'], conditions }));
}

export function allowLogsAndAlarms(to: kms.Key): void {
  const { partition, region, account } = Stack.of(to);
  allowService(to, 'Logs', `logs.${region}.amazonaws.com`, KEY_USE.filter((action) => action !== 'kms:DescribeKey'), {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
  });
  allowService(to, 'Alarms', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], { StringEquals: { 'aws:SourceAccount': account } });
}

/** Lets what may use the service use the key through it. */
export function allowVia(to: kms.Key, services: string[]): void {
  for (const service of services) {
    const viaService = { 'kms:ViaService': `${service}.${Stack.of(to).region}.amazonaws.com` };
    const principals = [new iam.AccountRootPrincipal()];
    to.addToResourcePolicy(new iam.PolicyStatement({ sid: `Via${service}`, principals, actions: KEY_USE, resources: ['*'], conditions: { StringEquals: viaService } }));
    to.addToResourcePolicy(new iam.PolicyStatement({
      sid: `Via${service}Grants`,
      principals,
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { StringEquals: viaService, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }));
  }
}
