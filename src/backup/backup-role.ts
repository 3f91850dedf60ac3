import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Permission } from './permissions';
import { acceptWildcards } from '../core/accept-wildcards';
import { accept } from '../core/acknowledge';
import { LeastPrivilegeRole } from '../core/least-privilege-role';

const DECRYPTION = ['kms:Decrypt', 'kms:ReEncryptFrom'];

/** A role that AWS Backup assumes. Each wildcard in its policy comes with its reason. */
export class BackupRole extends LeastPrivilegeRole {
  private readonly reasons = new Map<string, string>();
  private decryptsWithAny?: string;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { description, assumedBy: new iam.ServicePrincipal('backup.amazonaws.com') });
    // How a resource of another stack is named is known only once the references between stacks are settled.
    this.node.addValidation({
      validate: () => {
        this.acceptWildcards();
        return [];
      },
    });
  }

  public allow(permissions: Permission[]): void {
    for (const { actions, resources, conditions, why } of permissions) {
      this.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
      if (why) resources.forEach((resource) => this.reasons.set(resource, why));
      if (why && actions.some((action) => DECRYPTION.includes(action))) this.decryptsWithAny = why;
    }
  }

  private acceptWildcards() {
    const policy = this.node.tryFindChild('Policy');
    if (!policy) return;
    if (this.decryptsWithAny) accept(policy, `${this.decryptsWithAny}, and only through the service of its resource`, 'IAM.NoDecryptionWithEveryKey');
    for (const [resource, why] of this.reasons) acceptWildcards(policy, why, resource);
  }
}
