import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Contract } from './contract';
import { readContracts } from './subjects';
import { AuditTrail, Lifecycle, Workload, WorkloadMonitoring } from '../../src';
import { allFindingsOf, CDK_JSON, EVERY_FRAMEWORK } from '../support';

export const CONSTRUCTS = [...readContracts().values()].filter(({ type, variants }) => variants && Construct.prototype.isPrototypeOf(type.prototype));

/** Findings of constructs at their defaults, each in a stack and workload of its own, as `path: rule`. */
export function findingsOfContracts(contracts: Contract[], region: string, lifecycle: Lifecycle): string[] {
  const app = new App({ context: CDK_JSON, treeMetadata: false });
  const refused = contracts.flatMap((each) => {
    const stack = new Stack(app, each.type.name, { env: { account: '123456789012', region: region === 'no Region' ? undefined : region } });
    Workload.on(stack, { name: each.type.name.toLowerCase(), suffix: 'dev', lifecycle, frameworks: EVERY_FRAMEWORK, evidence: { files: [] } });
    // The alarms on the metric filters of a trail are those of the monitoring.
    if (each.type === AuditTrail) new WorkloadMonitoring(stack, 'Monitoring');
    return refusalOf(each, stack, region);
  });
  // The contract of WorkloadKeyReplica has its primary key in a stack without a workload.
  return [...refused, ...allFindingsOf(app).filter(({ rule }) => rule !== 'Unchecked').map(({ path, rule }) => `${path}: ${rule}`)];
}

function refusalOf({ type, variants, refusedIn = {} }: Contract, stack: Stack, region: string): string[] {
  const expected = refusedIn[region];
  try {
    new type(stack, 'Subject', variants!.defaults(stack));
    return expected ? [`${type.name}: is not refused in ${region}`] : [];
  } catch (error) {
    return (error as Error).message === expected ? [] : [`${type.name}: ${(error as Error).message}`];
  }
}
