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
    alarmEmail: text('alarmEmail'),
  };
}
