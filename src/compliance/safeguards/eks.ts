import { ResourceSafeguard } from '../model/safeguard';
import { isWorld } from '../predicates/cidr';
import { given, isSet, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, anyOf, fails, HOLDS, mustBe, mustBeCustomerKey, mustBeSet, mustInclude, mustNotBe, Outcome, unknown } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_CLUSTERS = ['AWS::EKS::Cluster'];
// `oldestVersionSupported` of EKS.2 and EKS.9, as published in 2026.
const OLDEST_VERSION = 34;

/** Safeguards of Amazon EKS. */
export const EKS: ResourceSafeguard[] = [
  {
    id: 'EKS.ClusterNotPublic',
    on: ON_CLUSTERS,
    statement: 'the Kubernetes API endpoint is not publicly accessible',
    rationale: 'A public endpoint exposes the control plane to stolen credentials and flaws of the API server',
    remedy: 'set `endpointAccess` to `PRIVATE`',
    sources: { securityHub: ['EKS.1'], cdkNag: ['EKSClusterNoEndpointPublicAccess'], prowler: ['eks_cluster_not_publicly_accessible'] },
    // The default is true (Amazon EKS User Guide, Cluster API server endpoint).
    judge: ({ properties }) => mustBe('ResourcesVpcConfig.EndpointPublicAccess', properties.ResourcesVpcConfig?.EndpointPublicAccess, false),
  },
  {
    id: 'EKS.ClusterNotOpenToWorld',
    on: ON_CLUSTERS,
    statement: 'a public Kubernetes API endpoint is limited to specific addresses',
    rationale: 'Without a list of addresses, the whole internet reaches the control plane',
    remedy: 'set `endpointAccess` to `PRIVATE`, or restrict it with `onlyFrom`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    always: true,
    sources: {},
    judge: ({ properties: { ResourcesVpcConfig } }) => anyOf(
      openTo(ResourcesVpcConfig?.PublicAccessCidrs),
      mustBe('ResourcesVpcConfig.EndpointPublicAccess', ResourcesVpcConfig?.EndpointPublicAccess, false),
    ),
  },
  {
    id: 'EKS.ClusterVersionSupported',
    on: ON_CLUSTERS,
    statement: 'the cluster runs a Kubernetes version with standard support',
    rationale: 'Versions without standard support get no security patches, or only at extra cost',
    remedy: 'upgrade `version`',
    sources: { securityHub: ['EKS.2'], prowler: ['eks_cluster_uses_a_supported_version'] },
    // The default is the latest version.
    judge: ({ properties: { Version } }) => given(Version) ? supported('Version', Version) : HOLDS,
  },
  {
    id: 'EKS.NodegroupVersionSupported',
    on: ['AWS::EKS::Nodegroup'],
    statement: 'the node group runs a Kubernetes version with standard support',
    rationale: 'Nodes on versions without support get no security patches',
    remedy: 'upgrade `kubernetesVersion`',
    sources: { securityHub: ['EKS.9'] },
    // The default is the version of the cluster.
    judge: ({ properties: { Version } }) => given(Version) ? supported('Version', Version) : HOLDS,
  },
  {
    id: 'EKS.SecretsEncryptedWithCustomerKey',
    on: ON_CLUSTERS,
    statement: 'Kubernetes secrets are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who decrypts secrets, and only such a key can be disabled',
    remedy: 'set `secretsEncryptionKey`, which replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html',
    sources: { prowler: ['eks_cluster_kms_cmk_encryption_in_secrets_enabled'] },
    judge: ({ properties: { EncryptionConfig } }) => mustBeCustomerKey(
      'EncryptionConfig.Provider.KeyArn', listOf(EncryptionConfig).find(({ Resources }) => listOf(Resources).includes('secrets'))?.Provider?.KeyArn),
  },
  {
    id: 'EKS.ClusterAudited',
    on: ON_CLUSTERS,
    statement: 'audit logs of the control plane go to CloudWatch Logs',
    rationale: 'Audit logs show which user or service changed which Kubernetes resource',
    remedy: 'add `AUDIT` to `clusterLogging`',
    sources: { securityHub: ['EKS.8'] },
    judge: ({ properties }) => logs(properties, ['audit']),
  },
  {
    id: 'EKS.ClusterLogged',
    on: ON_CLUSTERS,
    statement: 'all logs of the control plane go to CloudWatch Logs',
    rationale: 'The API, authenticator, controller and scheduler logs show attempts that the audit log omits',
    remedy: 'set `clusterLogging` to all types',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
    sources: { cdkNag: ['EKSClusterControlPlaneLogs'], prowler: ['eks_control_plane_logging_all_types_enabled'] },
    judge: ({ properties }) => logs(properties, ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']),
  },
  {
    id: 'EKS.NodegroupSshRestricted',
    on: ['AWS::EKS::Nodegroup'],
    statement: 'SSH access to nodes is limited to security groups',
    rationale: 'A remote access key without source security groups opens port 22 of the nodes to the internet',
    remedy: 'omit `remoteAccess`, or set its `sourceSecurityGroups`, which replaces the node group',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html',
    always: true,
    sources: {},
    judge: ({ properties: { RemoteAccess } }) => given(RemoteAccess)
      ? mustBeSet('RemoteAccess.SourceSecurityGroups', RemoteAccess.SourceSecurityGroups)
      : HOLDS,
  },
];

function openTo(cidrs: Json): Outcome {
  if (!isSet(cidrs)) return fails('ResourcesVpcConfig.PublicAccessCidrs is not set');
  return allOf(...listOf(cidrs).map((cidr) => isWorld(cidr)
    ? fails(`ResourcesVpcConfig.PublicAccessCidrs is ${JSON.stringify(cidr)}, must be another value`)
    : mustNotBe('ResourcesVpcConfig.PublicAccessCidrs', cidr, '0.0.0.0/0', '::/0')));
}

function logs({ Logging }: Json, types: readonly string[]): Outcome {
  const enabled = Logging?.ClusterLogging?.EnabledTypes;
  return mustInclude('Logging.ClusterLogging.EnabledTypes', Array.isArray(enabled) ? enabled.map(({ Type }) => Type) : enabled, types);
}

function supported(name: string, version: Json): Outcome {
  if (isUnresolved(version)) return unknown(name, version);
  const [, minor] = /^1\.(\d+)$/.exec(String(version)) ?? [];
  return Number(minor) >= OLDEST_VERSION ? HOLDS : fails(`${name} is ${JSON.stringify(version)}, must be 1.${OLDEST_VERSION} or later`);
}
