import { ResourceSafeguard } from '../model/safeguard';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, fails, mustBe, mustBeSet, mustNotBe, Outcome, unknown } from '../predicates/outcome';
import { jsonOf } from '../predicates/text';
import { Json } from '../rendered';

const ON_CLUSTERS = ['AWS::EMR::Cluster'];
const ON_CONFIGURATIONS = ['AWS::EMR::SecurityConfiguration'];

/** Safeguards of Amazon EMR. */
export const EMR: ResourceSafeguard[] = [
  {
    id: 'EMR.ClusterNoPublicIp',
    on: ON_CLUSTERS,
    statement: 'nodes of the EMR cluster have no public IP addresses',
    rationale: 'A public primary node exposes web interfaces and SSH of the cluster to the internet',
    remedy: 'use subnets that assign no public IP addresses',
    sources: { securityHub: ['EMR.1'], prowler: ['emr_cluster_master_nodes_no_public_ip'] },
    judge: ({ template, properties: { Instances } }) => {
      const ids = [...listOf(Instances?.Ec2SubnetId), ...listOf(Instances?.Ec2SubnetIds)];
      if (ids.length === 0) return fails('Instances.Ec2SubnetId is not set, must be a private subnet');
      return allOf(...ids.map((id) => {
        const subnet = template.referenced(id);
        return subnet ? mustNotBe('MapPublicIpOnLaunch of its subnet', subnet.properties.MapPublicIpOnLaunch, true) : unknown('Instances.Ec2SubnetId', id);
      }));
    },
  },
  {
    id: 'EMR.EncryptedAtRest',
    on: ON_CONFIGURATIONS,
    statement: 'the security configuration encrypts data at rest',
    rationale: 'Cluster disks and results in Amazon S3 hold copies of the data',
    remedy: 'set `EnableAtRestEncryption`',
    sources: { securityHub: ['EMR.3'] },
    judge: ({ properties }) => encrypts(properties, 'EnableAtRestEncryption'),
  },
  {
    id: 'EMR.EncryptedInTransit',
    on: ON_CONFIGURATIONS,
    statement: 'the security configuration encrypts data in transit',
    rationale: 'Nodes exchange data in plain text, which an attacker in the network can read',
    remedy: 'set `EnableInTransitEncryption`',
    sources: { securityHub: ['EMR.4'] },
    judge: ({ properties }) => encrypts(properties, 'EnableInTransitEncryption'),
  },
  {
    id: 'EMR.ClusterSecured',
    on: ON_CLUSTERS,
    statement: 'the EMR cluster has a security configuration',
    rationale: 'Without a security configuration, data on the disks and between nodes is not encrypted',
    remedy: 'set `securityConfiguration`, which replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustBeSet('SecurityConfiguration', properties.SecurityConfiguration),
  },
  {
    id: 'EMR.ClusterKerberos',
    on: ON_CLUSTERS,
    statement: 'Kerberos is enabled on the EMR cluster',
    rationale: 'Without Kerberos, every host in the network of the cluster can act as any user',
    remedy: 'set `kerberosAttributes`, which replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html',
    sources: { cdkNag: ['EMRKerberosEnabled'] },
    judge: ({ properties }) => mustBeSet('KerberosAttributes', properties.KerberosAttributes),
  },
  {
    id: 'EMR.ClusterLogged',
    on: ON_CLUSTERS,
    statement: 'logs of the EMR cluster are archived in Amazon S3',
    rationale: 'Log files on a cluster are deleted with it',
    remedy: 'set `logUri`, which replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html',
    always: true,
    sources: { cdkNag: ['EMRS3AccessLogging'] },
    judge: ({ properties }) => mustBeSet('LogUri', properties.LogUri),
  },
];

function encrypts({ SecurityConfiguration: configuration }: Json, name: string): Outcome {
  // The configuration is an object, or JSON as text.
  const document = jsonOf(configuration);
  if (given(configuration) && (isUnresolved(configuration) && document === undefined || isUnresolved(document))) return unknown('SecurityConfiguration', configuration);
  return mustBe(`EncryptionConfiguration.${name}`, document?.EncryptionConfiguration?.[name], true);
}
