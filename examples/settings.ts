import { App } from 'aws-cdk-lib';
import { Lifecycle } from '../src';

/** What `-c key=value` may set, the same for every platform. */
export interface Settings {
  readonly lifecycle: Lifecycle;
  readonly suffix: string;
  /** Account that the stacks are for; any where it is left out. */
  readonly account?: string;
  /** ACM certificate in the platform's Region. */
  readonly certificateArn?: string;
  /** Domain that the platform answers at; needs the hosted zone. */
  readonly domainName?: string;
  readonly hostedZoneId?: string;
  readonly hostedZoneName?: string;
  /** Container image. */
  readonly image?: string;
  /** Engine version of the loan platform's database, for example `8.0.mysql_aurora.3.10.4`. */
  readonly auroraMysqlVersion?: string;
  /** Region of the pipeline platform. */
  readonly pipelineRegion?: string;
  /** Region that the pipeline platform's database is replicated to; none where it is left out. */
  readonly pipelineReplicaRegion?: string;
  /** Image of the pipeline platform's application; `build` has it built of its folder at deployment. A placeholder where it is left out. */
  readonly processorImage?: string;
  /** Version of the pipeline platform's PostgreSQL, for example `16.13`. */
  readonly postgresVersion?: string;
  /** Class of the pipeline platform's database, for example `t3.micro`. */
  readonly postgresClass?: string;
  /** Why the pipeline platform writes the bodies of requests to its logs; it does not where it is left out. */
  readonly dataTraceReason?: string;
  /** Whether the pipeline platform sets the role by which API Gateway writes logs; one environment of an account and Region does. */
  readonly apiGatewayRole?: boolean;
  /** SSM parameter that names the image of the EC2 baseline's instances, a Linux with dnf. */
  readonly baselineImage?: string;
  /** Version of the EC2 baseline's PostgreSQL, for example `15.17`. */
  readonly baselinePostgresVersion?: string;
  /** Recorder of AWS Config that the account has already in the Region of the EC2 baseline; one is made where it is left out. */
  readonly configRecorder?: string;
  /** Path of the EC2 baseline's database parameters, below `/production`; a second environment in an account and Region needs its own. */
  readonly databaseParameterPath?: string;
  /** Whether the pipeline platform turns on what watches its account for threats: GuardDuty, Security Hub and IAM Access Analyzer. */
  readonly threatDetection?: boolean;
  /** Address that alarms are mailed to. */
  readonly alarmEmail?: string;
}

export function settingsOf(app: App): Settings {
  const text = (key: string): string | undefined => app.node.tryGetContext(key);
  const lifecycle = text('lifecycle') ?? Lifecycle.EPHEMERAL;
  if (!Object.values<string>(Lifecycle).includes(lifecycle)) {
    throw new Error(`context lifecycle is '${lifecycle}', need one of ${Object.values(Lifecycle).join(', ')}`);
  }
  const zone = ['domainName', 'hostedZoneId', 'hostedZoneName'];
  const missing = zone.filter((key) => text(key) === undefined);
  if (missing.length > 0 && missing.length < zone.length) {
    throw new Error(`context has ${zone.filter((key) => text(key)).join(' and ')} without ${missing.join(' and ')}, need all three of ${zone.join(', ')}`);
  }
  return {
    lifecycle: lifecycle as Lifecycle,
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
