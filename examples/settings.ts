import { App } from 'aws-cdk-lib';
import { checkContext } from './context';
import { Lifecycle } from '../src';

/** Settings of the context (`-c key=value`) for all platforms. */
export interface Settings {
  readonly lifecycle: Lifecycle;
  readonly suffix: string;
  /** Account of the stacks. Default: any account. */
  readonly account?: string;
  /** ACM certificate in the platform's Region. */
  readonly certificateArn?: string;
  /** Domain name of the platform. Requires the hosted zone. */
  readonly domainName?: string;
  readonly hostedZoneId?: string;
  readonly hostedZoneName?: string;
  /** Container image. */
  readonly image?: string;
  /** Engine version of the loan platform's database, for example `8.0.mysql_aurora.3.10.4`. */
  readonly auroraMysqlVersion?: string;
  /** Region of the pipeline platform. */
  readonly pipelineRegion?: string;
  /** Region for replicated backups of the pipeline platform's database. Default: none. */
  readonly pipelineReplicaRegion?: string;
  /** Image of the pipeline platform's application, or `build` to build it at deployment. Default: a placeholder. */
  readonly processorImage?: string;
  /** Version of the pipeline platform's PostgreSQL, for example `16.13`. */
  readonly postgresVersion?: string;
  /** Class of the pipeline platform's database, for example `t3.micro`. */
  readonly postgresClass?: string;
  /** Reason for logging request bodies on the pipeline platform. Default: bodies are not logged. */
  readonly dataTraceReason?: string;
  /** Whether the pipeline platform sets the CloudWatch role of API Gateway, which exists once per account and Region. */
  readonly apiGatewayRole?: boolean;
  /** SSM parameter with the AMI of the EC2 baseline's instances, a Linux with dnf. */
  readonly baselineImage?: string;
  /** Version of the EC2 baseline's PostgreSQL, for example `15.17`. */
  readonly baselinePostgresVersion?: string;
  /** Existing AWS Config recorder in the Region of the EC2 baseline. Default: a new recorder. */
  readonly configRecorder?: string;
  /** Path of the EC2 baseline's database parameters, below `/production`. Must differ between environments in one account and Region. */
  readonly databaseParameterPath?: string;
  /** Whether the pipeline platform enables GuardDuty, Security Hub and IAM Access Analyzer in the account. */
  readonly threatDetection?: boolean;
  /** Email address for alarms. */
  readonly alarmEmail?: string;
}

export function settingsOf(app: App): Settings {
  const text = (key: string): string | undefined => app.node.tryGetContext(key);
  checkContext(text, Object.keys(app.node.getAllContext()));
  return {
    lifecycle: (text('lifecycle') ?? Lifecycle.EPHEMERAL) as Lifecycle,
    suffix: text('suffix') ?? 'dev',
    account: text('account'),
    certificateArn: text('certificateArn'),
    domainName: text('domainName'),
    hostedZoneId: text('hostedZoneId'),
    hostedZoneName: text('hostedZoneName'),
    image: text('image'),
    auroraMysqlVersion: text('auroraMysqlVersion'),
    pipelineRegion: text('pipelineRegion'),
    pipelineReplicaRegion: text('pipelineReplicaRegion'),
    processorImage: text('processorImage'),
    postgresVersion: text('postgresVersion'),
    postgresClass: text('postgresClass'),
    dataTraceReason: text('dataTraceReason'),
    apiGatewayRole: String(text('apiGatewayRole') ?? true) === 'true',
    baselineImage: text('baselineImage'),
    baselinePostgresVersion: text('baselinePostgresVersion'),
    configRecorder: text('configRecorder'),
    databaseParameterPath: text('databaseParameterPath'),
    threatDetection: String(text('threatDetection')) === 'true',
    alarmEmail: text('alarmEmail'),
  };
}
