import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { instancesOf } from './aurora-cluster';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { defaultPort } from '../shared/database-network';
import { AuroraProxyOptions } from '../shared/database-options';

/**
 * Where the roots of Amazon Trust Services lie: a proxy's certificate is one of AWS Certificate Manager
 * (Aurora User Guide, Using TLS/SSL with RDS Proxy).
 */
export const PROXY_CA_BUNDLE_URL = 'https://www.amazontrust.com/repository/AmazonRootCA1.pem';

/** A proxy, and how it is allowed to sign in to its cluster for a database user. */
export interface ClusterProxy {
  /** The proxy. */
  readonly proxy: rds.DatabaseProxy;
  /** Whose default port clients are let in to. */
  readonly connections: ec2.Connections;
  /** Lets a client, and the proxy for it, sign in as a database user. */
  readonly grantConnect: (client: iam.IGrantable, databaseUser: string) => iam.Grant;
}

interface ProxyNetwork {
  /** The cluster's. */
  readonly vpc: ec2.IVpc;
  /** The cluster's. */
  readonly vpcSubnets: ec2.SubnetSelection;
  /** That the cluster listens on. */
  readonly port: number;
}

/** Puts a proxy in front of a cluster; IAM authentication from the client to the proxy, and from the proxy to the cluster. */
export function proxyOf(
  scope: Construct, cluster: rds.DatabaseClusterBase, database: ec2.Connections, network: ProxyNetwork, options: AuroraProxyOptions,
): ClusterProxy {
  const { vpc, vpcSubnets, port } = network;
  requireName(scope, 'proxy.proxyName', options.proxyName, NameLimit.DATABASE);
  const role = new LeastPrivilegeRole(scope, 'ProxyRole', { assumedBy: new iam.ServicePrincipal('rds.amazonaws.com') });
  const securityGroup = new ec2.SecurityGroup(scope, 'ProxySecurityGroup', { vpc, description: 'Database proxy', allowAllOutbound: false });
  const { maxConnectionsPercent, borrowTimeout, idleClientTimeout } = options;
  const proxy = new rds.DatabaseProxy(scope, 'Proxy', {
    dbProxyName: options.proxyName ?? Names.uniqueResourceName(scope, { maxLength: 60, separator: '-' }),
    proxyTarget: rds.ProxyTarget.fromCluster(withKnownPort(scope, cluster, database.securityGroups, port)),
    defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
    requireTLS: true,
    role,
    vpc,
    vpcSubnets,
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
  const connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(defaultPort(cluster.engine!)) });
  return { proxy, connections, grantConnect };
}

// The cluster's own port is a token, by which no scanner could tell what the rule between the proxy and the cluster opens.
function withKnownPort(scope: Construct, { engine, clusterIdentifier }: rds.IDatabaseCluster, securityGroups: ec2.ISecurityGroup[], port: number) {
  return rds.DatabaseCluster.fromDatabaseClusterAttributes(scope, 'ProxyTarget', { engine, clusterIdentifier, securityGroups, port });
}
