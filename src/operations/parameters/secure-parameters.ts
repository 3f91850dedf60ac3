import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { makeParameters, parameterArn, parameterKeyPermission } from './make-parameters';
import { requireExisting } from './parameter-names';
import { ParameterReference } from './parameter-reference';
import { newValueRule } from './parameter-rotation';
import { resolveSecureParametersProps } from './resolve-secure-parameters-props';
import { SecureParametersProps } from './secure-parameters-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { grantTo } from '../../core/parts/grant-to';
import { requireArguments } from '../../core/validation';

/**
 * SecureString parameters, which CloudFormation does not support, with values that are generated or copied from a secret during deployment. Templates, events, responses, logs
 * and physical ids never contain a value. The function that makes the parameters has no permission to read them.
 *
 * @example
 * const credentials = new SecureParameters(this, 'Credentials', {
 *   path: '/ledger/partner',
 *   parameters: { username: SecureParameter.generated({ length: 16 }), password: SecureParameter.generated() },
 * });
 * credentials.grantRead(service, 'password');
 */
export class SecureParameters extends Construct {
  /** Path of the parameters. */
  public readonly path: string;
  /** Key that encrypts the parameters. */
  public readonly encryptionKey: kms.IKey;
  private readonly parameters = new Map<string, { readonly fullName: string; readonly arn: string }>();

  /** @throws ValidationError when a name or a value is malformed, or a generated value would be weak */
  constructor(scope: Construct, id: string, props: SecureParametersProps) {
    super(scope, id);
    const { path, parameters } = resolveSecureParametersProps(this, props);
    this.path = path;
    this.encryptionKey = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.via('ssm'));
    for (const { name, fullName } of parameters) this.parameters.set(name, { fullName, arn: parameterArn(this, fullName) });
    makeParameters(this, parameters, this.encryptionKey, this.selected([]).map(({ arn }) => arn));
  }

  /**
   * Grants permission to read and decrypt parameters. Other data under the key stays encrypted.
   * @param names below the path. By default all parameters
   * @throws ValidationError when there is no parameter of a name, or the principal has no identity-based policy or is in another account
   */
  public grantRead(grantee: iam.IGrantable, ...names: string[]): iam.Grant {
    requireArguments(this, 'SecureParameters.grantRead', { grantee, names });
    requireExisting(this, 'names', names, this.parameters.keys());
    return this.grant(grantee, ['ssm:GetParameter', 'ssm:GetParameters'], names);
  }

  /**
   * Invokes a target, for example a function, when a parameter has a new value: after a rotation, a new generation or a manual change. The event has
   * the name of the parameter and no value. A target with read permission reads the new value by name and earlier values as `<name>:<version>`.
   * @param names below the path. By default all parameters
   * @throws ValidationError when there is no parameter of a name, or a rule with this id exists
   * @example
   * declare const changePassword: events.IRuleTarget;
   * const partner = new SecureParameters(this, 'Partner', {
   *   path: '/ledger/partner',
   *   parameters: { password: SecureParameter.generated({ rotateAfter: Duration.days(30) }) },
   * });
   * partner.onNewValue('PasswordChanged', changePassword, 'password');
   */
  public onNewValue(id: string, target: events.IRuleTarget, ...names: string[]): events.Rule {
    requireArguments(this, 'SecureParameters.onNewValue', { id, target, names });
    requireExisting(this, 'names', names, this.parameters.keys());
    return newValueRule(this, id, target, this.selected(names).map(({ fullName }) => fullName));
  }

  /**
   * A parameter for an environment variable of a container, which ECS reads when it starts a task.
   * @param name below the path
   * @throws ValidationError when there is no parameter of that name
   */
  public reference(name: string): ecs.Secret {
    requireArguments(this, 'SecureParameters.reference', { name });
    requireExisting(this, 'name', [name], this.parameters.keys());
    const [{ arn }] = this.selected([name]);
    return new ParameterReference(arn, (grantee) => this.grant(grantee, ['ssm:GetParameters'], [name]));
  }

  private grant(grantee: iam.IGrantable, actions: string[], names: string[]): iam.Grant {
    const resourceArns = this.selected(names).map(({ arn }) => arn);
    const onKey = grantTo(this, grantee, parameterKeyPermission(this, this.encryptionKey, 'kms:Decrypt', resourceArns));
    return onKey.combine(grantTo(this, grantee, { actions, resourceArns }));
  }

  private selected(names: string[]) {
    return (names.length ? names : [...this.parameters.keys()]).map((name) => this.parameters.get(name)!);
  }
}
