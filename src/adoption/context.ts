import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HardenedDefaultsProps } from './hardened-defaults-props';
import { ComplianceChecks } from '../compliance/checks';
import { isCited } from '../compliance/cited';
import { Workload } from '../core/workload/workload';

/** What a hardened default can depend on: the place of the construct, its workload and its frameworks. */
export class Context {
  constructor(public readonly scope: Construct, public readonly id: string, public readonly options: HardenedDefaultsProps) {}

  public get stack(): Stack {
    return Stack.of(this.scope);
  }

  public get workload(): Workload {
    return Workload.of(this.scope);
  }

  /** Whether one of the safeguards applies: a framework of the construct cites it, or it applies to every workload. */
  public requires(safeguards: readonly string[]): boolean {
    const around = ComplianceChecks._frameworksAround(this.scope);
    const frameworks = around.length > 0 ? around : this.workload.frameworks;
    return safeguards.some((id) => isCited(id, frameworks));
  }
}
