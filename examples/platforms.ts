import { App, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Ec2BaselinePlatform } from './ec2-baseline/ec2-baseline-platform';
import { LoanPlatform } from './loan/loan-platform';
import { PaymentPlatform } from './payment/payment-platform';
import { PipelinePlatform } from './pipeline/pipeline-platform';
import { PLATFORM_NAMES, PlatformName } from './platform-names';
import { Settings, settingsOf } from './settings';
import { TransactionsPlatform } from './transactions/transactions-platform';

type PlatformClass = new (scope: Construct, id: string, settings: Settings) => Stage;

/** Platforms by name. */
export const PLATFORMS: Readonly<Record<PlatformName, PlatformClass>> = {
  'loan': LoanPlatform,
  'payment': PaymentPlatform,
  'pipeline': PipelinePlatform,
  'transactions': TransactionsPlatform,
  'ec2-baseline': Ec2BaselinePlatform,
};

/** Adds the named platforms, by default all, each as a stage `<platform>-<suffix>`. */
export function addPlatforms(app: App, announce: (id: string) => void = () => {}, names: readonly string[] = PLATFORM_NAMES): void {
  const settings = settingsOf(app);
  for (const name of names) {
    const id = `${name}-${settings.suffix}`;
    announce(id);
    const Platform = PLATFORMS[name as PlatformName];
    new Platform(app, id, settings);
  }
}
