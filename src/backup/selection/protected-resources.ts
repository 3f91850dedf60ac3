import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { requireResource, ResolvedSelection } from './resolve-selection';
import { typeOf } from './resource-types';
import { RestoreTesting } from './restore-testing';
import { WorkloadSelection } from './workload-selection';
import { refuse } from '../../core/validation';
import { BackedUpResource, backedUpResources, isSameEnvironment } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** Plans that protect a whole workload, one for each account and Region. */
const PLANS = new WeakMap<Workload, Construct[]>();

/** Adds resources to the selection of a plan and to its restore tests, including those that constructs register later. */
export class ProtectedResources {
  private readonly elsewhere: BackedUpResource[] = [];

  constructor(
    private readonly plan: Construct,
    private readonly options: ResolvedSelection,
    private readonly selection: WorkloadSelection,
    private readonly restoreTesting?: RestoreTesting,
  ) {
    const { workload, resources, resourceTypes } = options;
    resourceTypes.forEach((type) => {
      selection.allowAll(type);
      restoreTesting?.add(type);
    });
    resources.forEach((resource) => this.protect(resource));
    if (!workload) return;
    registerPlan(plan);
    backedUpResources(plan).each((item) => this.protectOfWorkload(item));
  }

  /** Errors for resources of the workload in an account or Region without a plan. */
  public unprotected(): string[] {
    return this.elsewhere.filter(({ construct }) => !planFor(construct)).map(({ construct }) => (
      `specify a BackupPlan in ${Stack.of(construct).region}: '${construct.node.path}' is there, and this plan protects ${Stack.of(this.plan).region}`));
  }

  private protectOfWorkload(item: BackedUpResource) {
    if (!isSameEnvironment(item.construct, this.plan)) {
      this.elsewhere.push(item);
      return;
    }
    requireResource(this.plan, `resource of '${item.construct.node.path}'`, item.resource, this.options.resourceTypes);
    this.protect(item.resource, item.encryptionKey);
  }

  private protect(resource: backup.BackupResource, key?: kms.IKey) {
    const { resource: arn, tagCondition } = resource;
    const type = typeOf(this.plan, resource);
    if (tagCondition) this.selection.addTag(tagCondition);
    if (arn !== undefined) this.selection.addArn(arn, type, key);
    if (arn !== undefined && type) this.restoreTesting?.add(type, arn, key);
  }
}

// Two plans with the same resources would make every backup twice.
function registerPlan(plan: Construct) {
  const other = planFor(plan);
  if (other) refuse(plan, `BackupPlan '${other.node.path}' already exists in this workload: specify selection.workload false in one of them`);
  const workload = Workload.of(plan);
  PLANS.set(workload, [...PLANS.get(workload) ?? [], plan]);
}

function planFor(construct: IConstruct): Construct | undefined {
  return PLANS.get(Workload.of(construct))?.find((plan) => isSameEnvironment(plan, construct));
}
