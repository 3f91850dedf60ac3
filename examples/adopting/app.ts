import { App } from 'aws-cdk-lib';
import { ShopStack } from './shop-stack';
import { ComplianceChecks, Framework, HardenedDefaults, OnFindings } from '../../src';

/** The shop, with the check. `isHardened` adds the one line. */
export function addShop(app: App, isHardened: boolean): ShopStack {
  ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1], onFindings: OnFindings.REPORT });
  if (isHardened) HardenedDefaults.on(app);
  return new ShopStack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-2' } });
}

if (require.main === module) {
  const app = new App();
  addShop(app, app.node.tryGetContext('hardened') !== 'false');
  app.synth();
}
