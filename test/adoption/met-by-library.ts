import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancing';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** L2s whose defaults in aws-cdk-lib meet safeguards, as few props as they permit. */
export function met(stack: Stack): void {
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/a');
  const instanceType = new ec2.InstanceType('t3.medium');
  new apigateway.RestApi(stack, 'Rest').root.addMethod('GET');
  new apigatewayv2.HttpApi(stack, 'Http');
  new apigatewayv2.DomainName(stack, 'HttpDomain', { domainName: 'b.example.com', certificate });
  const balancer = new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc });
  new elbv2.NetworkLoadBalancer(stack, 'NetworkLoadBalancer', { vpc });
  new cloudfront.Distribution(stack, 'Cdn', { defaultBehavior: { origin: new origins.HttpOrigin('origin.example.com') }, certificate, domainNames: ['c.example.com'] });
  new cloudfront.VpcOrigin(stack, 'Origin', { endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(balancer) });
  new cloudtrail.Trail(stack, 'Trail');
  new cognito.UserPool(stack, 'Pool').addClient('Client');
  new docdb.DatabaseCluster(stack, 'Documents', { masterUser: { username: 'manager' }, instanceType, vpc });
  new ec2.ClientVpnEndpoint(stack, 'Vpn', { vpc, cidr: '10.100.0.0/16', serverCertificateArn: certificate.certificateArn, clientCertificateArn: certificate.certificateArn });
  new ec2.Instance(stack, 'Instance', { vpc, instanceType, machineImage: ec2.MachineImage.latestAmazonLinux2023() });
  vpc.addInterfaceEndpoint('Endpoint', { service: ec2.InterfaceVpcEndpointAwsService.SSM });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const [fargate, onInstances] = [new ecs.FargateTaskDefinition(stack, 'FargateTask'), new ecs.Ec2TaskDefinition(stack, 'Ec2Task')];
  for (const task of [fargate, onInstances]) task.addContainer('web', { image: ecs.ContainerImage.fromRegistry('nginx:1.29'), memoryLimitMiB: 512 });
  new ecs.FargateService(stack, 'FargateService', { cluster, taskDefinition: fargate });
  new elb.LoadBalancer(stack, 'Classic', { vpc });
  new kinesis.Stream(stack, 'Stream');
  new kms.Key(stack, 'Key');
  new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  }).addFunctionUrl();
  for (const [name, engine] of Object.entries({
    Postgres: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 }),
    Mysql: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_0 }),
  })) {
    const writer = rds.ClusterInstance.serverlessV2('Writer');
    const database = new rds.DatabaseCluster(stack, `${name}Cluster`, { engine, writer, vpc });
    new rds.DatabaseClusterFromSnapshot(stack, `${name}Restored`, { engine, writer, vpc, snapshotIdentifier: 'snapshot' });
    new rds.ServerlessCluster(stack, `${name}Serverless`, { engine, vpc });
    new rds.ServerlessClusterFromSnapshot(stack, `${name}ServerlessRestored`, { engine, vpc, snapshotIdentifier: 'snapshot' });
    database.addProxy(`${name}Proxy`, { vpc, secrets: [database.secret!] });
  }
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
  const sourceDatabaseInstance = new rds.DatabaseInstance(stack, 'Database', { engine, vpc });
  new rds.DatabaseInstanceFromSnapshot(stack, 'DatabaseRestored', { engine, vpc, snapshotIdentifier: 'snapshot' });
  new rds.DatabaseInstanceReadReplica(stack, 'Replica', { sourceDatabaseInstance, instanceType, vpc });
  new s3.Bucket(stack, 'Bucket');
  new sqs.Queue(stack, 'Queue');
}
