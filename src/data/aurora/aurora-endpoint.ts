import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { instancesOf } from './aurora-cluster';
import { AuroraProxyOptions } from './aurora-options';
import { ResolvedAuroraProps } from './resolve-aurora-props';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { DatabaseEndpoint } from '../access/connect-client';
import { truststoreUrl } from '../access/truststore';
import { defaultPort } from '../shared/resolve-database-props';

/**
 * Root certificate of Amazon Trust Services. A proxy uses a certificate from AWS Certificate Manager
 * (Aurora User Guide, Using TLS/SSL with RDS Proxy).
 */
const PROXY_CA_BUNDLE_URL = 'https://www.amazontrust.com/repository/AmazonRootCA1.pem';

/** Endpoint that clients connect to: the proxy if there is one, else the cluster. */
export function createAuroraEndpoint(
  scope: Construct, cluster: rds.DatabaseClusterBase, connections: ec2.Connections, resolved: ResolvedAuroraProps,
): DatabaseEndpoint & { readonly proxy?: rds.DatabaseProxy } {
  const common = { databaseName: resolved.databaseName, vpc: resolved.vpc, iamAuthentication: resolved.iamAuthentication, engine: resolved.engine };
  if (resolved.proxy) return { ...common, ...createProxy(scope, cluster, connections, resolved, resolved.proxy) };
  return {
    ...common,
    host: cluster.clusterEndpoint.hostname,
    readerHost: cluster.clusterReadEndpoint.hostname,
    port: resolved.port,
    caBundleUrl: (client) => truststoreUrl(scope, client),
    connections,
    acceptsPasswords: true,
    grantConnect: (client, databaseUser) => cluster.grantConnect(client, databaseUser),
  };
}

// Requires IAM authentication from the client to the proxy, and uses it from the proxy to the cluster.
function createProxy(
  scope: Construct, cluster: rds.DatabaseClusterBase, database: ec2.Connections, resolved: ResolvedAuroraProps, options: AuroraProxyOptions,
) {
  const { vpc, subnets, port } = resolved;
  const role = new LeastPrivilegeRole(scope, 'ProxyRole', { assumedBy: new iam.ServicePrincipal('rds.amazonaws.com') });
  const securityGroup = new ec2.SecurityGroup(scope, 'ProxySecurityGroup', { vpc, description: 'Database proxy', allowAllOutbound: false });
  const { proxyName, maxConnectionsPercent, borrowTimeout, idleClientTimeout } = options;
  const proxy = new rds.DatabaseProxy(scope, 'Proxy', {
    dbProxyName: proxyName ?? Names.uniqueResourceName(scope, { maxLength: 60, separator: '-' }),
    proxyTarget: rds.ProxyTarget.fromCluster(withKnownPort(scope, cluster, database.securityGroups, port)),
    defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
    requireTLS: true,
    role,
    vpc,
    vpcSubnets: subnets,
    securityGroups: [securityGroup],
    maxConnectionsPercent,
    borrowTimeout,
    idleClientTimeout,
  });
  proxy.node.addDependency(...instancesOf(cluster));
  const grantConnect = (client: iam.IGrantable, databaseUser: string) => {
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['rds-db:connect'],
      resources: [Stack.of(scope).formatArn({
        service: 'rds-db',
        resource: 'dbuser',
        resourceName: `${cluster.clusterResourceIdentifier}/${databaseUser}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      })],
    }));
    return proxy.grantConnect(client, databaseUser);
  };
  // A proxy listens on the default port of its engine.
  const proxyPort = defaultPort(resolved.engine);
  return {
    proxy,
    // The default endpoint of a proxy connects to the writer only, so that there is no reader host.
    host: proxy.endpoint,
    port: proxyPort,
    caBundleUrl: () => PROXY_CA_BUNDLE_URL,
    connections: new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(proxyPort) }),
    acceptsPasswords: false,
    grantConnect,
  };
}

// The cluster's own port is a token, so that scanners could not see which port the rule between proxy and cluster opens.
function withKnownPort(scope: Construct, { engine, clusterIdentifier }: rds.IDatabaseCluster, securityGroups: ec2.ISecurityGroup[], port: number) {
  const local = securityGroups.map((group, index) => Stack.of(group) === Stack.of(scope)
    ? group
    // The rule for the proxy is in the stack of the proxy, because the stack of the group is deployed first.
    : ec2.SecurityGroup.fromSecurityGroupId(scope, `ProxyTargetSecurityGroup${index || ''}`, group.securityGroupId));
  return rds.DatabaseCluster.fromDatabaseClusterAttributes(scope, 'ProxyTarget', { engine, clusterIdentifier, securityGroups: local, port });
}
