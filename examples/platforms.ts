import { App } from 'aws-cdk-lib';
import { LoanPlatform } from './loan/loan-platform';
import { settingsOf } from './settings';

/** Every platform of the examples, each a stage of its own named `<platform>-<suffix>`. */
export function addPlatforms(app: App, announce: (id: string) => void = () => {}): void {
  const settings = settingsOf(app);
  for (const [name, Platform] of Object.entries({ loan: LoanPlatform })) {
    const id = `${name}-${settings.suffix}`;
    announce(id);
    new Platform(app, id, settings);
  }
}
