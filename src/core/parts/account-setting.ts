import { Annotations, CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Workload } from '../workload/workload';

/**
 * Whether a construct makes settings that an account has once per Region, and that other stacks rely on. An ephemeral workload makes none: they would be
 * deleted with its stack for the whole account, and a retained setting would make the next deployment fail.
 * @param settings for the note that the construct gets instead, for example `a GuardDuty detector`
 */
export function makesAccountSettings(scope: IConstruct, settings: string): boolean {
  if (Workload.of(scope).retainsData) return true;
  Annotations.of(scope).addInfo(`An ephemeral workload does not make ${settings}, because the account has it once per Region: it would be deleted with the stack.`);
  return false;
}

/** Keeps settings of the account when their stack is deleted. A failed creation deletes them again, so that the next one does not find them. */
export function keepInAccount(...settings: CfnResource[]): void {
  settings.forEach((setting) => setting.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE));
}
