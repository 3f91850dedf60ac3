import { App, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Ec2BaselinePlatform } from './ec2-baseline/ec2-baseline-platform';
import { LoanPlatform } from './loan/loan-platform';
import { PaymentPlatform } from './payment/payment-platform';
import { PipelinePlatform } from './pipeline/pipeline-platform';
import { Settings, settingsOf } from './settings';
import { TransactionsPlatform } from './transactions/transactions-platform';

type PlatformClass = new (scope: Construct, id: string, settings: Settings) => Stage;

/** Platforms by name. */
export const PLATFORMS: Readonly<Record<string, PlatformClass>> = {
  'loan': LoanPlatform,
  'payment': PaymentPlatform,
  'pipeline': PipelinePlatform,
  'transactions': TransactionsPlatform,
  'ec2-baseline': Ec2BaselinePlatform,
};

/** Adds the named platforms, by default all, each as a stage `<platform>-<suffix>`. */
export function addPlatforms(app: App, announce: (id: string) => void = () => {}, names = Object.keys(PLATFORMS)): void {
  const settings = settingsOf(app);
  for (const name of names) {
    const { [name]: Platform } = PLATFORMS;
    if (!Platform) throw new Error(`context platforms must be some of ${Object.keys(PLATFORMS).join(', ')}, got '${name}'`);
    const id = `${name}-${settings.suffix}`;
    announce(id);
    new Platform(app, id, settings);
  }
}
