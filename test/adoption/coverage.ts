import { classesOfLibrary, propsOf } from './library';
import { HARDENED_CLASSES } from '../../src/adoption/classes';
import { Step } from '../../src/adoption/step';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

/** Safeguards that the defaults of aws-cdk-lib meet. A test makes the L2s and proves it. */
export const MET_BY_LIBRARY = [
  'APIGateway.CorsRestricted', 'APIGateway.HttpDomainTlsPolicy', 'CloudFront.OriginTls', 'CloudFront.Sni', 'CloudTrail.TrailValidated', 'DocumentDB.ClusterEncrypted', 'EC2.ClientVpnLogged',
  'EC2.InstanceInVpc', 'EC2.InstanceProfileAttached', 'EC2.NoDefaultSecurityGroup', 'EC2.OwnVpc', 'ECS.FargatePlatformLatest', 'ECS.ServiceNoPublicIp',
  'ELB.ClassicCrossZone', 'ELB.DesyncMitigated', 'ELB.WafFailsClosed', 'KMS.KeyDeletionDelayed', 'Kinesis.StreamEncrypted', 'Lambda.UrlAuthorized',
  'RDS.ClusterTagsCopied', 'RDS.InstanceTagsCopied', 'RDS.ProxyTlsForced', 'S3.BucketAclsOff',
  'SQS.QueueEncrypted',
];

/** Why a prop has no hardened default, by safeguard. */
const LEFT: Record<string, string> = {
  'APIGateway.DomainTlsPolicy': 'the policies differ by endpoint type and Region',
  'APIGateway.RestStageAccessLogged': 'fails without the CloudWatch role of the account',
  'APIGateway.RouteAuthorized': 'the authorizer of the application',
  'APIGateway.StageAccessLogged': 'WebSocket APIs: fails without the CloudWatch role of the account',
  'APIGateway.StageClientCertificate': 'a certificate that the backend verifies',
  'APIGateway.StageExecutionLogged': 'fails without the CloudWatch role of the account',
  'APIGateway.UsagePlanThrottled': 'the rate of the application',
  'AppSync.ApiLogged': 'the fields to log, and the price of the logs',
  'AppSync.ContentNotLogged': 'no content is logged unless the app sets it',
  'AutoScaling.GroupHealthByLoadBalancer': 'a health check of the application, which then replaces instances',
  'AutoScaling.GroupInstanceTypes': 'other instance types that the application runs on',
  'AutoScaling.GroupLaunchTemplate': 'follows from the feature flag `@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig`',
  'Backup.VaultProtected': 'a retention: a lock cannot be removed',
  'BedrockAgentCore.BrowserInVpc': 'subnets with routes to what the browser opens',
  'BedrockAgentCore.BrowserRecorded': 'a bucket for recordings, which can contain regulated data',
  'BedrockAgentCore.CodeInterpreterInVpc': 'subnets with routes to what the code calls',
  'BedrockAgentCore.RuntimeInVpc': 'subnets with routes to what the agent calls',
  'CloudFront.AccessLogged': 'a log delivery in us-east-1',
  'CloudFront.CorsRestricted': 'no origin is allowed unless the app sets it',
  'CloudFront.CustomCertificate': 'a certificate and a domain',
  'CloudFront.DefaultRootObject': 'the name of an object',
  'CloudFront.OriginEncrypted': 'a certificate of the origin',
  'CloudFront.TlsPolicy': 'a certificate and a domain',
  'CloudFront.WebAclAssociated': 'a web ACL in us-east-1',
  'CloudTrail.Insights': 'a price by event',
  'CloudTrail.TrailInCloudWatch': 'alarms on the events, which the check then requires',
  'Cognito.PoolCustomThreatsBlocked': 'a feature plan with its price',
  'Cognito.PoolMfaRequired': 'all users must enroll a second factor',
  'Cognito.PoolPasswordsStrong': 'users see the password policy',
  'Cognito.PoolThreatsBlocked': 'a feature plan with its price',
  'DynamoDB.GlobalTableEncryptedWithCustomerKey': 'a key that both accounts can use',
  'EC2.EgressRestricted': 'the destinations of the application',
  'EC2.InstanceEbsOptimized': 'an instance type that supports it; CloudFormation stops the instance',
  'EC2.LaunchTemplateNoPublicIp': 'a network interface in the template, which not every group accepts',
  'ECS.ExecLogged': 'needed where the app enables ECS Exec only',
  'ECS.TaskNoHostNetwork': 'the application can need the ports of the host',
  'ECS.TaskNoSecretsInEnvironment': 'the secrets of the application',
  'ECS.WindowsTaskNotAdministrator': 'an image that runs as another user; `containerUser` sets it',
  'EFS.AccessPointRootDirectory': 'the folder of the application',
  'EFS.AccessPointUser': 'the user of the application',
  'EKS.ClusterAudited': 'the price of the logs',
  'EKS.ClusterLogged': 'the price of the logs',
  'EKS.ClusterNotOpenToWorld': 'the networks of the administrators',
  'EKS.ClusterNotPublic': 'a way into the VPC for the administrators',
  'EKS.ClusterVersionSupported': 'the version of the application',
  'EKS.SecretsEncryptedWithCustomerKey': 'cannot be undone',
  'ELB.ClassicAccessLogged': 'a load balancer of the previous generation',
  'ELB.ListenerCertificate': 'a certificate',
  'ELB.ListenerTlsPolicy': 'network load balancers: clients can depend on earlier versions of TLS',
  'Elasticsearch.DomainHttpsOnly': 'the L2 is deprecated: use `opensearchservice.Domain`',
  'IAM.UserInGroup': 'the group of the user',
  'Lambda.FunctionConcurrencyLimited': 'takes from the concurrency of the account',
  'Lambda.FunctionFailuresKept': 'a consumer of failed events',
  'Lambda.FunctionInVpc': 'subnets with routes to what the function calls',
  'OpenSearch.DomainAccessFineGrained': 'a main user',
  'OpenSearch.DomainAudited': 'requires fine-grained access control',
  'OpenSearch.DomainDedicatedMasters': 'three more nodes and their price',
  'OpenSearch.DomainErrorsLogged': 'the L2 adds a function that changes the policies of CloudWatch Logs',
  'OpenSearch.DomainInVpc': 'subnets; CloudFormation replaces the domain',
  'OpenSearch.DomainMultiAz': 'more nodes and their price',
  'RDS.ClusterBacktracked': 'a price by change record, Aurora MySQL only',
  'RDS.ClusterEncrypted': 'the snapshot decides',
  'RDS.InstanceBackupRetained': 'a read replica is no place to back up from',
  'RDS.InstanceEncrypted': 'the source decides',
  'RDS.CertificateAuthorityCurrent': 'the service has a current one unless the app sets it',
  'RDS.MajorVersionNotRetired': 'the version of the application',
  'RDS.MysqlClusterTagsCopied': 'the L2 makes Aurora clusters only',
  'RDS.PostgresClusterTagsCopied': 'the L2 makes Aurora clusters only',
  'Route53.ZoneLogged': 'a log group in us-east-1 with a resource policy',
  'S3.BucketCorsRestricted': 'no origin is allowed unless the app sets it',
  'S3.BucketObjectLocked': 'a retention: Object Lock cannot be disabled',
  'StepFunctions.ContentNotLogged': 'no content is logged unless the app sets it',
  'Workload.TagsPropagated': 'the tags of the workload: `Workload` propagates them',
};

/** A row: the L2, the safeguard, its props, and what the hardening does. */
type Row = readonly [l2: string, safeguard: string, props: string, result: string];

/** Every L2 of aws-cdk-lib and safeguard with a prop behind it. A prop is behind a safeguard where the fix of the safeguard names it. */
export function coverage(): Row[] {
  const covered = HARDENED_CLASSES.flatMap(({ type, steps }) => steps.flatMap((step) => step.safeguards.map((id): Row => [
    short(type), id, listed(step.props), resultOf(step),
  ])));
  const known = new Set(covered.map(([l2, id]) => `${l2} ${id}`));
  const others = [...classesOfLibrary()].flatMap(([type, resource]) => {
    const props = new Set(propsOf(type).map(({ name }) => name));
    return SAFEGUARDS.filter((safeguard) => 'on' in safeguard && safeguard.on.includes(resource) && !known.has(`${short(type)} ${safeguard.id}`)).flatMap(({ id, remedy }): Row[] => {
      const named = [...remedy.matchAll(/`(\w+)/g)].map(([, word]) => word).filter((word) => props.has(word));
      return named.length ? [[short(type), id, listed(named), reasonOf(id, remedy)]] : [];
    });
  });
  return [...covered, ...others].sort((a, b) => `${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1);
}

/** Reasons for safeguards that no row has. */
export function unusedReasons(rows: readonly Row[]): string[] {
  const results = new Set(rows.map(([, id, , result]) => `${id} ${result}`));
  return Object.entries(LEFT).filter(([id, reason]) => !results.has(`${id} left: ${reason}`)).map(([id]) => id);
}

function resultOf({ newOnly, switchedBy }: Step<any, any>): string {
  if (switchedBy !== undefined) return `default with \`${switchedBy}\``;
  return newOnly === undefined ? 'default' : `default for new apps: ${newOnly}`;
}

function reasonOf(id: string, remedy: string): string {
  if (MET_BY_LIBRARY.includes(id) || /^(omit|keep) /.test(remedy)) return 'met by aws-cdk-lib';
  return LEFT[id] === undefined ? '' : `left: ${LEFT[id]}`;
}

function short(type: string): string {
  return type.replace('aws-cdk-lib.aws-', '').replace(/^log\./, 'logs.');
}

function listed(props: readonly string[]): string {
  return [...new Set(props)].map((prop) => `\`${prop}\``).join(', ') || 'no prop';
}
