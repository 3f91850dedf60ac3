import { App, Stack } from 'aws-cdk-lib';
import { ComplianceChecks, Framework, HardenedDefaults, HardenedDefaultsProps } from '../../src';
import * as library from '../../src';
import { Finding, findingsOf, templateOf } from '../support';

const FRAMEWORKS = [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1];

/** A stack of an app that is checked against AWS FSBP and PCI DSS, without hardened defaults. */
export function plainStack(frameworks = FRAMEWORKS): Stack {
  const app = new App({ treeMetadata: false });
  ComplianceChecks.on(app, { frameworks });
  return new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-2' } });
}

/** As `plainStack`, with hardened defaults. */
export function hardenedStack(props: HardenedDefaultsProps = {}, frameworks = FRAMEWORKS): Stack {
  const stack = plainStack(frameworks);
  HardenedDefaults.on(stack, props);
  return stack;
}

/** Findings as `<safeguard> <path>`, sorted. */
export function foundIn(stack: Stack): string[] {
  return findingsOf(stack.node.root as App).filter(({ plugin }) => plugin === 'ComplianceChecks').map(({ rule, path }: Finding) => `${rule} ${path}`).sort();
}

/** Resources of a template by logical id. */
export function resourcesOf(stack: Stack): Record<string, any> {
  return templateOf(stack).toJSON().Resources;
}

/** Gives the exported classes the names that jsii compiles into them. */
export function nameClasses(): void {
  const rtti = Symbol.for('jsii.rtti');
  for (const [name, value] of Object.entries(library)) {
    if (typeof value === 'function') Object.defineProperty(value, rtti, { value: { fqn: `cdk-regulated.${name}` }, configurable: true });
  }
}
