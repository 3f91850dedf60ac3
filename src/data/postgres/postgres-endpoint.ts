import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PostgresInstances } from './postgres-instance';
import { ResolvedPostgresProps } from './resolve-postgres-props';
import { DatabaseEndpoint } from '../access/connect-client';
import { truststoreUrl } from '../access/truststore';

/** Endpoint that clients connect to. They can sign in to the replicas too. */
export function postgresEndpoint(
  scope: Construct, { instance, replicas, resources }: PostgresInstances, connections: ec2.Connections, resolved: ResolvedPostgresProps,
): DatabaseEndpoint {
  const { engine, vpc, port, databaseName, iamAuthentication } = resolved;
  return {
    engine,
    vpc,
    port,
    databaseName,
    iamAuthentication,
    host: instance.dbInstanceEndpointAddress,
    readerHost: replicas[0]?.dbInstanceEndpointAddress,
    caBundleUrl: (client) => truststoreUrl(scope, client),
    connections,
    acceptsPasswords: true,
    grantConnect: (client, databaseUser) => iam.Grant.addToPrincipal({
      grantee: client,
      actions: ['rds-db:connect'],
      resourceArns: resources.map(({ attrDbiResourceId }) => Stack.of(scope).formatArn({
        service: 'rds-db', resource: 'dbuser', resourceName: `${attrDbiResourceId}/${databaseUser}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      })),
    }),
  };
}
