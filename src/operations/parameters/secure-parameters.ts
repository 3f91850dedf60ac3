import { ArnFormat, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { requireExisting } from './parameter-names';
import { ParameterReference } from './parameter-reference';
import { newValueRule, rotateParameter } from './parameter-rotation';
import { ResolvedSecureParameter, resolveSecureParametersProps } from './resolve-secure-parameters-props';
import { SecureParametersProps } from './secure-parameters-props';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { BundledLambda } from '../../core/parts/bundled-lambda';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { requireArguments } from '../../core/validation';
import { descriptionFor, FUNCTION_DESCRIPTION } from '../../core/workload/description';

/**
 * SecureString parameters, which CloudFormation does not support, with values that are generated or copied from a secret during deployment. Templates, events, responses, logs
 * and physical ids never contain a value. The function that makes the parameters has no permission to read them.
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
    const { function: handler, role } = new BundledLambda(this, 'Handler', {
      name: 'secure-parameters',
      description: descriptionFor(`Makes the SecureString parameters of ${this.node.path}`, FUNCTION_DESCRIPTION),
      failure: 'A SecureString parameter could not be made, changed or deleted.',
      timeout: Duration.minutes(1),
    });
    for (const parameter of parameters) {
      const { name, fullName, id: resourceId, fixed: FixedValue, length: Length, characters: Characters, generation: Generation } = parameter;
      this.parameters.set(name, { fullName, arn: this.arnFor(parameter) });
      const { copied } = parameter;
      const made = { Name: fullName, KeyId: this.encryptionKey.keyArn, Length, Characters, SecretId: copied?.secret.secretArn, Field: copied?.field };
      const resource = new CustomResource(this, resourceId, {
        resourceType: 'Custom::SecureParameter', serviceToken: handler.functionArn, properties: { ...made, FixedValue, Generation },
      });
      if (parameter.rotateAfter || copied) rotateParameter(this, handler, parameter, resource, made);
    }
    const secrets = new Set(parameters.flatMap(({ copied }) => copied?.secret ?? []));
    secrets.forEach((secret) => allowReadingSecret(role, secret));
    const arns = this.selected([]).map(({ arn }) => arn);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:AddTagsToResource', 'ssm:ListTagsForResource'],
      resources: arns,
    }));
    // KMS itself encrypts parameters of the standard tier (Systems Manager User Guide, How Parameter Store uses AWS KMS).
    role.addToPrincipalPolicy(this.keyStatement('kms:Encrypt', arns));
  }

  /**
   * Grants permission to read and decrypt parameters. Other data under the key stays encrypted.
   * @param names below the path. By default all parameters
   * @throws ValidationError when there is no parameter of a name
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
   * @throws ValidationError when there is no parameter of a name
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
    grantee.grantPrincipal.addToPrincipalPolicy(this.keyStatement('kms:Decrypt', resourceArns));
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
  }

  private keyStatement(action: string, arns: string[]): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [action],
      resources: [this.encryptionKey.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': `ssm.${Stack.of(this).region}.amazonaws.com`,
          'kms:EncryptionContext:PARAMETER_ARN': arns.length === 1 ? arns[0] : arns,
        },
      },
    });
  }

  private arnFor({ fullName }: ResolvedSecureParameter): string {
    return Stack.of(this).formatArn({
      service: 'ssm', resource: 'parameter', resourceName: fullName.slice(1), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  private selected(names: string[]) {
    return (names.length ? names : [...this.parameters.keys()]).map((name) => this.parameters.get(name)!);
  }
}
