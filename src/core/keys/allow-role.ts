import { Names, Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';

const TAG = 'KeyUserId';

/**
 * Permits a role to use a key directly, in the key policy and in the policy of the role. A key policy that names a role of another stack would make the
 * two stacks depend on each other. It names the tag of the role instead, which no other role of the app has (IAM User Guide, aws:PrincipalTag).
 */
export function allowRole(key: kms.IKey, role: iam.Role, ...actions: string[]): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [key.keyArn] }));
  const stack = Stack.of(role);
  if (stack === Stack.of(key)) {
    key.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.ArnPrincipal(role.roleArn)], actions, resources: ['*'] }));
    return;
  }
  const id = Names.uniqueResourceName(role, { maxLength: 128, separator: '-' });
  Tags.of(role).add(TAG, id);
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(stack.account)],
    actions,
    resources: ['*'],
    conditions: { StringEquals: { [`aws:PrincipalTag/${TAG}`]: id } },
  }));
}
