import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { readApi } from '../../scripts/public-api';
import { KeyUse, LogBucket, LogDelivery, WorkloadKey, WorkloadMonitoring } from '../../src';
import { appStack, cleanUp, Templates, templatesOf } from '../contract/stacks';
import { readContracts, subjectsOf } from '../contract/subjects';

const GOLDEN = path.join(__dirname, '../examples/golden');

/** Stacks that are deployed together: of a platform, or of a call of the public API. */
export interface Deployment {
  /** For example `ephemeral-loan-dev`, `SecureBucket (defaults)`. */
  readonly name: string;
  /** Templates by the name of their stack. */
  readonly templates: Templates;
}

/** All platforms in both lifecycles. The golden templates are the synthesized ones (test/examples/platforms.test.ts). */
export function platformDeployments(): Deployment[] {
  const files = fs.readdirSync(GOLDEN).filter((file) => file.endsWith('.json'));
  const lifecycles = [...new Set(files.map((file) => file.split('-')[0]))];
  return lifecycles.map((name) => ({
    name,
    templates: Object.fromEntries(files.filter((file) => file.startsWith(`${name}-`)).map((file) => [
      path.basename(file, '.json').slice(name.length + 1), JSON.parse(fs.readFileSync(path.join(GOLDEN, file), 'utf-8')),
    ])),
  }));
}

/** Every constructor, method and factory of the public API, with the arguments of every variant of its contract, and uses of keys and buckets. */
export function apiDeployments(): Deployment[] {
  // Compliance has no constructs.
  const subjects = subjectsOf(readApi(), readContracts()).filter(({ domain }) => domain !== 'compliance')
    .flatMap((subject) => (subject.variants ?? []).map((variant) => ({ subject, variant })));
  const calls = subjects.map(({ subject, variant }) => ({
    name: `${subject.name} (${variant})`,
    templates: templatesFrom((stack) => {
      subject.run(stack, subject.build(stack, variant));
      // Makes the alarms that constructs recommend.
      if (!stack.node.findAll().some((each) => each instanceof WorkloadMonitoring)) new WorkloadMonitoring(stack, 'MonitoringOfAll');
    }),
  }));
  // Values without a factory.
  const keyUses = usesIn(KeyUse).map(({ name, use }) => ({
    name: `KeyUse.${name}`, templates: templatesFrom((stack) => new WorkloadKey(stack, 'Key').allow(use)),
  }));
  const deliveries = usesIn(LogDelivery).map(({ name, use }) => ({
    name: `LogDelivery.${name}`,
    templates: templatesFrom((stack) => {
      const encryptionKey = use.supportsEncryptionKey ? new WorkloadKey(stack, 'Key').key : undefined;
      new LogBucket(stack, 'Logs', { bucketName: 'aws-waf-logs-ledger', encryptionKey, deliveries: [use] });
    }),
  }));
  cleanUp();
  return [...calls, ...keyUses, ...deliveries];
}

/** Static members of a class that are its objects. */
function usesIn<T>(type: { readonly prototype: T }): { name: string; use: T }[] {
  return Object.entries(type).filter(([, use]) => Object.getPrototypeOf(Object(use)) === type.prototype).map(([name, use]) => ({ name, use }));
}

/** Templates of what is made in a stack, which the compliance check does not judge. */
function templatesFrom(make: (stack: Stack) => void): Templates {
  const stack = appStack({}, { isChecked: false });
  make(stack);
  return templatesOf(stack);
}
