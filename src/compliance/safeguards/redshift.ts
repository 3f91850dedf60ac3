import { ResourceSafeguard } from '../model/safeguard';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { openPorts } from '../predicates/open-ports';
import {
  allOf, fails, mustBe, mustBeAtLeast, mustBeCustomerKey, mustBeSet, mustHave, mustInclude, mustNotBe, Outcome, unknown, WHY_CUSTOMER_KEY,
} from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_CLUSTERS = ['AWS::Redshift::Cluster'];
const ON_WORKGROUPS = ['AWS::RedshiftServerless::Workgroup'];
const ON_NAMESPACES = ['AWS::RedshiftServerless::Namespace'];
const DEFAULT_PORT = 5439;

/** Safeguards of Amazon Redshift and Amazon Redshift Serverless. */
export const REDSHIFT: ResourceSafeguard[] = [
  {
    id: 'Redshift.ClusterNotPublic',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster is not publicly accessible',
    rationale: 'A public endpoint exposes the data warehouse to password guessing from the internet',
    remedy: 'set `publiclyAccessible` to false',
    sources: { securityHub: ['Redshift.1'], cdkNag: ['RedshiftClusterPublicAccess'], prowler: ['redshift_cluster_public_access'] },
    judge: ({ properties }) => mustNotBe('PubliclyAccessible', properties.PubliclyAccessible, true),
  },
  {
    id: 'Redshift.ClusterTlsForced',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster requires TLS',
    rationale: 'Without TLS, queries, results and passwords cross the network in plain text',
    remedy: 'use a cluster parameter group with `require_ssl` true',
    sources: { securityHub: ['Redshift.2'], cdkNag: ['RedshiftRequireTlsSSL'], prowler: ['redshift_cluster_in_transit_encryption_enabled'] },
    judge: (cluster) => parameterIsTrue(cluster, 'require_ssl'),
  },
  {
    id: 'Redshift.ClusterBackupRetained',
    on: ON_CLUSTERS,
    statement: 'automated snapshots of the Redshift cluster are retained for at least 7 days',
    rationale: 'Short retention loses the state from before an error or attack that is detected late',
    remedy: 'set `automatedSnapshotRetentionPeriod` to at least 7',
    sources: { securityHub: ['Redshift.3'], cdkNag: ['RedshiftBackupEnabled'], prowler: ['redshift_cluster_automated_snapshot'] },
    judge: ({ properties }) => mustBeAtLeast('AutomatedSnapshotRetentionPeriod', properties.AutomatedSnapshotRetentionPeriod, 7, 1),
  },
  {
    id: 'Redshift.ClusterAudited',
    on: ON_CLUSTERS,
    statement: 'audit logging is enabled on the Redshift cluster',
    rationale: 'Audit logs show who connected to the data warehouse and what they changed',
    remedy: 'set `loggingProperties`',
    sources: {
      securityHub: ['Redshift.4'], cdkNag: ['RedshiftClusterAuditLogging', 'RedshiftClusterConfiguration'], prowler: ['redshift_cluster_audit_logging'],
    },
    judge: ({ properties: { LoggingProperties: logging } }) => logging?.LogDestinationType === 'cloudwatch'
      ? mustInclude('LoggingProperties.LogExports', logging.LogExports, ['connectionlog', 'userlog'])
      : mustBeSet('LoggingProperties.BucketName', logging?.BucketName),
  },
  {
    id: 'Redshift.ClusterActivityLogged',
    on: ON_CLUSTERS,
    statement: 'user activity is logged on the Redshift cluster',
    rationale: 'The user activity log records each query before it runs; audit logging alone omits queries',
    remedy: 'use a cluster parameter group with `enable_user_activity_logging` true',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html',
    always: true,
    sources: { cdkNag: ['RedshiftClusterUserActivityLogging'] },
    judge: (cluster) => parameterIsTrue(cluster, 'enable_user_activity_logging'),
  },
  {
    id: 'Redshift.ClusterUpgraded',
    on: ON_CLUSTERS,
    statement: 'automatic version upgrade is enabled on the Redshift cluster',
    rationale: 'New engine versions include security patches',
    remedy: 'keep `allowVersionUpgrade` at its default',
    sources: { securityHub: ['Redshift.6'], cdkNag: ['RedshiftClusterVersionUpgrade', 'RedshiftClusterMaintenanceSettings'] },
    judge: ({ properties }) => mustNotBe('AllowVersionUpgrade', properties.AllowVersionUpgrade, false),
  },
  {
    id: 'Redshift.ClusterVpcRouting',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster uses enhanced VPC routing',
    rationale: 'Without it, COPY and UNLOAD traffic passes outside the VPC, where no security group or flow log sees it',
    remedy: 'set `enhancedVpcRouting`',
    sources: { securityHub: ['Redshift.7'], cdkNag: ['RedshiftEnhancedVPCRoutingEnabled'], prowler: ['redshift_cluster_enhanced_vpc_routing'] },
    judge: ({ properties }) => mustBe('EnhancedVpcRouting', properties.EnhancedVpcRouting, true),
  },
  {
    id: 'Redshift.ClusterAdminNameCustom',
    on: ON_CLUSTERS,
    statement: 'the administrator of the Redshift cluster has a custom user name',
    rationale: 'A well-known name leaves an attacker only the password to guess',
    remedy: 'set `masterUsername` to a name other than `awsuser`, which replaces the cluster',
    sources: { securityHub: ['Redshift.8'], cdkNag: ['RedshiftClusterNonDefaultUsername'] },
    judge: ({ properties }) => mustNotBe('MasterUsername', properties.MasterUsername, 'awsuser'),
  },
  {
    id: 'Redshift.ClusterDatabaseNameCustom',
    on: ON_CLUSTERS,
    statement: 'the database of the Redshift cluster has a custom name',
    rationale: 'A well-known name is used in connection attempts and matched by loosely written policies',
    remedy: 'set `dbName` to a name other than `dev`, which replaces the cluster',
    sources: { securityHub: ['Redshift.9'] },
    judge: ({ properties }) => mustNotBe('DBName', properties.DBName, 'dev'),
  },
  {
    id: 'Redshift.ClusterEncrypted',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster is encrypted',
    rationale: 'Encryption protects data blocks and snapshots if the storage is accessed outside the service',
    remedy: 'keep `encrypted` at its default, true',
    sources: { securityHub: ['Redshift.10'], cdkNag: ['RedshiftClusterEncryptionAtRest'], prowler: ['redshift_cluster_encrypted_at_rest'] },
    // The default is true (AWS CloudFormation, AWS::Redshift::Cluster).
    judge: ({ properties }) => mustNotBe('Encrypted', properties.Encrypted, false),
  },
  {
    id: 'Redshift.ClusterPortRestricted',
    on: ON_CLUSTERS,
    statement: 'no security group opens the port of the Redshift cluster to the internet',
    rationale: 'An open port allows anyone to try passwords and exploit flaws of the engine',
    remedy: 'allow specific addresses or security groups',
    sources: { securityHub: ['Redshift.15'] },
    judge: ({ template, properties: { VpcSecurityGroupIds, Port } }) => {
      const groups = listOf(VpcSecurityGroupIds).map((id) => template.referenced(id))
        .filter((group): group is RenderedResource => group !== undefined);
      const rules = groups.flatMap((group) => [group, ...ingressOf(group)]);
      return groups.length === 0 ? undefined : allOf(
        ...rules.map((rule) => openPorts(rule.template, rule.properties, [Number(Port || DEFAULT_PORT)])),
      );
    },
  },
  {
    id: 'Redshift.SubnetGroupMultiAz',
    on: ['AWS::Redshift::ClusterSubnetGroup'],
    statement: 'the subnet group covers more than one Availability Zone',
    rationale: 'A cluster with subnets in one Availability Zone cannot move when that zone fails',
    remedy: 'select subnets in at least two Availability Zones',
    sources: { securityHub: ['Redshift.16'] },
    judge: ({ properties }) => mustHave('SubnetIds', properties.SubnetIds, 2),
  },
  {
    id: 'Redshift.ClusterMultiAz',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster is a Multi-AZ deployment',
    rationale: 'A cluster in one Availability Zone is unavailable when that zone fails',
    remedy: 'set `multiAz`',
    sources: { securityHub: ['Redshift.18'], prowler: ['redshift_cluster_multi_az_enabled'] },
    judge: ({ properties }) => mustBe('MultiAZ', properties.MultiAZ, true),
  },
  {
    id: 'Redshift.ClusterInVpc',
    on: ON_CLUSTERS,
    statement: 'the Redshift cluster is in a VPC of its own subnet group',
    rationale: 'Without a subnet group, the cluster is created in the default VPC, which has public subnets',
    remedy: 'set `clusterSubnetGroupName`, which replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html',
    always: true,
    sources: { cdkNag: ['RedshiftClusterInVPC'] },
    judge: ({ properties }) => mustBeSet('ClusterSubnetGroupName', properties.ClusterSubnetGroupName),
  },
  {
    id: 'Redshift.WorkgroupVpcRouting',
    on: ON_WORKGROUPS,
    statement: 'the Redshift Serverless workgroup uses enhanced VPC routing',
    rationale: 'Without it, COPY and UNLOAD traffic passes outside the VPC, where no security group or flow log sees it',
    remedy: 'set `enhancedVpcRouting`',
    sources: { securityHub: ['RedshiftServerless.1'] },
    judge: ({ properties }) => mustBe('EnhancedVpcRouting', properties.EnhancedVpcRouting, true),
  },
  {
    id: 'Redshift.WorkgroupTlsForced',
    on: ON_WORKGROUPS,
    statement: 'the Redshift Serverless workgroup requires TLS',
    rationale: 'Without TLS, queries, results and passwords cross the network in plain text',
    remedy: 'set the configuration parameter `require_ssl` to true',
    always: true,
    sources: { securityHub: ['RedshiftServerless.2'] },
    judge: ({ properties: { ConfigParameters } }) => mustBe(
      'require_ssl', listOf(ConfigParameters).find(({ ParameterKey }) => ParameterKey === 'require_ssl')?.ParameterValue, true),
  },
  {
    id: 'Redshift.WorkgroupNotPublic',
    on: ON_WORKGROUPS,
    statement: 'the Redshift Serverless workgroup is not publicly accessible',
    rationale: 'A public endpoint exposes the data warehouse to password guessing from the internet',
    remedy: 'set `publiclyAccessible` to false',
    always: true,
    sources: { securityHub: ['RedshiftServerless.3'] },
    judge: ({ properties }) => mustNotBe('PubliclyAccessible', properties.PubliclyAccessible, true),
  },
  {
    id: 'Redshift.NamespaceEncryptedWithCustomerKey',
    on: ON_NAMESPACES,
    statement: 'the Redshift Serverless namespace is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `kmsKeyId`',
    sources: { securityHub: ['RedshiftServerless.4'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'Redshift.NamespaceAdminNameCustom',
    on: ON_NAMESPACES,
    statement: 'the administrator of the Redshift Serverless namespace has a custom user name',
    rationale: 'A well-known name leaves an attacker only the password to guess',
    remedy: 'set `adminUsername` to a name other than `admin`',
    sources: { securityHub: ['RedshiftServerless.5'] },
    // The default is admin (Amazon Redshift Management Guide, RedshiftServerless.5).
    judge: ({ properties: { AdminUsername } }) => given(AdminUsername) ? mustNotBe('AdminUsername', AdminUsername, 'admin') : fails('AdminUsername is not set'),
  },
  {
    id: 'Redshift.NamespaceLogsExported',
    on: ON_NAMESPACES,
    statement: 'connection and user logs of the Redshift Serverless namespace go to CloudWatch Logs',
    rationale: 'The logs show who connected to the data warehouse and which users changed',
    remedy: 'set `logExports` to `connectionlog` and `userlog`',
    sources: { securityHub: ['RedshiftServerless.6'] },
    judge: ({ properties }) => mustInclude('LogExports', properties.LogExports, ['connectionlog', 'userlog']),
  },
];

function ingressOf(group: RenderedResource): RenderedResource[] {
  return pointers(group, 'AWS::EC2::SecurityGroupIngress', 'GroupId');
}

// Parameters of a cluster parameter group are a list of names and values.
function parameterIsTrue({ template, properties: { ClusterParameterGroupName: name } }: RenderedResource, parameter: string): Outcome {
  const group = template.referenced(name);
  if (!group) {
    return given(name) && isUnresolved(name)
      ? unknown('ClusterParameterGroupName', name)
      : fails(`ClusterParameterGroupName is ${given(name) ? JSON.stringify(name) : 'not set'}, must be a group with ${parameter} true`);
  }
  const found: Json = listOf(group.properties.Parameters).find(({ ParameterName }) => ParameterName === parameter);
  return mustBe(parameter, found?.ParameterValue, true);
}
