import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

/** A web shop of plain L2s, as it is deployed. */
export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const fn = (name: string, environment: Record<string, string> = {}) => new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: CODE, environment,
    });

    // Storage. The logs bucket receives the logs of the load balancer and the access logs of the invoices.
    const accessLogs = new s3.Bucket(this, 'LogsBucket');
    const invoices = new s3.Bucket(this, 'InvoicesBucket', { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: 'invoices' });
    const uploads = new s3.Bucket(this, 'UploadsBucket', { versioned: false, lifecycleRules: [{ expiration: Duration.days(30) }] });
    const assets = new s3.Bucket(this, 'AssetsBucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    new cloudfront.Distribution(this, 'Cdn', {
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(assets),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      },
    });
    const media = new efs.FileSystem(this, 'MediaFiles', { vpc, encrypted: false });

    // Data.
    const customers = new dynamodb.Table(this, 'CustomersTable', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const sessions = new dynamodb.Table(this, 'SessionsTable', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    });
    const orders = new rds.DatabaseCluster(this, 'OrdersDatabase', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 }),
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      vpc,
      backup: { retention: Duration.days(3) },
    });
    const clicks = new kinesis.Stream(this, 'Clicks', { shardCount: 1 });
    const signing = new kms.Key(this, 'SigningKey', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    const files = new kms.Key(this, 'FilesKey');
    const apiKey = new secretsmanager.Secret(this, 'ProviderKey');

    // Messages.
    const alarms = new sns.Topic(this, 'AlarmsTopic');
    const budget = new sns.Topic(this, 'BudgetTopic');
    budget.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('budgets.amazonaws.com')], actions: ['sns:Publish'], resources: [budget.topicArn],
    }));
    const placed = new sns.Topic(this, 'OrderPlacedTopic');
    const failed = new sqs.Queue(this, 'FailedMailsQueue');
    const mails = new sqs.Queue(this, 'MailsQueue', { deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
    const legacy = new sqs.Queue(this, 'LegacyQueue', { enforceSSL: false, encryption: sqs.QueueEncryption.UNENCRYPTED });
    placed.addSubscription(new subscriptions.SqsSubscription(mails));

    // Functions.
    const mailer = fn('Mailer', { PROVIDER_KEY: apiKey.secretArn });
    mailer.addEventSource(new sources.SqsEventSource(mails));
    apiKey.grantRead(mailer);
    const importer = fn('Importer');
    uploads.grantRead(importer);
    uploads.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(importer));
    customers.grantReadWriteData(importer);
    const report = fn('Report');
    invoices.grantPut(report);
    legacy.grantSendMessages(report);
    files.grantEncrypt(report);
    signing.grant(report, 'kms:Sign');
    new events.Rule(this, 'Nightly', { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(report)] });
    new sfn.StateMachine(this, 'Refund', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Wait(this, 'Hold', { time: sfn.WaitTime.duration(Duration.days(1)) })) });

    // Web application.
    const repository = new ecr.Repository(this, 'Images');
    const task = new ecs.FargateTaskDefinition(this, 'WebTask');
    task.addContainer('web', { image: ecs.ContainerImage.fromEcrRepository(repository, '42'), portMappings: [{ containerPort: 8080 }] });
    const service = new ecs.FargateService(this, 'WebService', { cluster: new ecs.Cluster(this, 'WebCluster', { vpc }), taskDefinition: task });
    sessions.grantReadWriteData(task.taskRole);
    placed.grantPublish(task.taskRole);
    clicks.grantWrite(task.taskRole);
    orders.connections.allowDefaultPortFrom(service);
    media.connections.allowDefaultPortFrom(service);
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'WebLoadBalancer', { vpc, internetFacing: true });
    loadBalancer.logAccessLogs(accessLogs, 'web');
    const certificate = acm.Certificate.fromCertificateArn(this, 'Certificate', `arn:aws:acm:${this.region}:${this.account}:certificate/shop`);
    loadBalancer.addListener('Https', { port: 443, certificates: [certificate] })
      .addTargets('Web', { port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service] });
    new cognito.UserPool(this, 'Customers', { mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { otp: true, sms: false } });

    // Operations.
    new logs.LogGroup(this, 'AuditLog', { retention: logs.RetentionDays.ONE_MONTH });
    new cloudwatch.Alarm(this, 'MailsFailed', { metric: failed.metricApproximateNumberOfMessagesVisible(), threshold: 1, evaluationPeriods: 1 })
      .addAlarmAction(new actions.SnsAction(alarms));
  }
}
