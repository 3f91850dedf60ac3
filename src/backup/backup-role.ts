import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { Permission } from './permissions';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';

const DECRYPTION = ['kms:Decrypt', 'kms:ReEncryptFrom'];

/** Reasons for the wildcards in a policy. */
interface Reasons {
  readonly byResource: Map<string, string>;
  decryptsWithAny?: string;
  readsAnyObject?: string;
}

/** A role that AWS Backup assumes. Each wildcard in its policies is acknowledged with its reason. */
export class BackupRole extends LeastPrivilegeRole {
  private readonly reasons = new Map<iam.ManagedPolicy, Reasons>();
  private copyPolicy?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, assumedBy: new iam.ServicePrincipal('backup.amazonaws.com') });
    // References between stacks, which name resources of other stacks, are resolved only at synthesis.
    this.node.addValidation({
      validate: () => {
        this.reasons.forEach((reasons, policy) => this.acknowledge(policy, reasons));
        return [];
      },
    });
  }

  public allow(permissions: Permission[]): void {
    for (const permission of permissions) {
      const { policyDependable } = this.addToPrincipalPolicy(statementOf(permission));
      this.explain(permission, policyDependable as iam.ManagedPolicy);
    }
  }

  /** Allows copies in a separate policy: with all resource types in a plan, one policy would exceed IAM's limit of 6,144 characters. */
  public allowCopies(permissions: Permission[]): void {
    if (permissions.length === 0) return;
    this.copyPolicy ??= new iam.ManagedPolicy(this, 'CopyPolicy', { roles: [this] });
    for (const permission of permissions) {
      this.copyPolicy.addStatements(statementOf(permission));
      this.explain(permission, this.copyPolicy);
    }
  }

  private explain({ actions, resources, why }: Permission, policy: iam.ManagedPolicy) {
    if (!why) return;
    const reasons: Reasons = this.reasons.get(policy) ?? { byResource: new Map() };
    this.reasons.set(policy, reasons);
    resources.forEach((resource) => reasons.byResource.set(resource, why));
    if (actions.some((action) => DECRYPTION.includes(action))) reasons.decryptsWithAny = why;
    if (actions.includes('s3:GetObject') && resources.some((resource) => /:s3:::\*/.test(resource))) reasons.readsAnyObject = why;
  }

  private acknowledge(policy: IConstruct, { byResource, decryptsWithAny, readsAnyObject }: Reasons) {
    if (readsAnyObject) acknowledgeFindings(policy, readsAnyObject, 'IAM.NoDataAccessToEveryResource');
    if (decryptsWithAny) acknowledgeFindings(policy, `${decryptsWithAny}, and only through the service of its resource`, 'IAM.NoDecryptionWithEveryKey');
    for (const [resource, why] of byResource) acknowledgeWildcards(policy, why, resource);
  }
}

function statementOf({ actions, resources, conditions }: Permission): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions });
}
