import { ArnFormat, CustomResource, Duration, Stack, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { parameterId, parameterName, parameterPath } from './parameter-names';
import { ParameterReference } from './parameter-reference';
import { newValueRule, rotateParameter } from './parameter-rotation';
import { SecureParameter } from './secure-parameter';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { BundledLambda } from '../../core/parts/bundled-lambda';
import { refuse } from '../../core/validation';

/** Characters of a value in the standard tier (Systems Manager API, PutParameter). */
const LENGTH = { least: 16, most: 4096 };
const FEWEST_CHARACTERS = 10;

/** Properties of SecureParameters. */
export interface SecureParametersProps {
  /** Parameters by their name below the path. */
  readonly parameters: { [name: string]: SecureParameter };
  /**
   * Path that they are below, with a slash in front and none at its end.
   * @default - `/<name>/<suffix>` of the workload
   */
  readonly path?: string;
  /**
   * Key that they are encrypted with. It stays: a parameter cannot change its key.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * SecureString parameters, which CloudFormation cannot make, with values that are generated while it deploys. No template, event, answer, log or physical
 * id has a value in it, and the function that makes them may not read them.
 */
export class SecureParameters extends Construct {
  /** Path that they are below. */
  public readonly path: string;
  /** Key that they are encrypted with. */
  public readonly encryptionKey: kms.IKey;
  private readonly arns: { [name: string]: string } = {};

  /** @throws ValidationError when Systems Manager would refuse a name or a value, or a generated value could be guessed */
  constructor(scope: Construct, id: string, props: SecureParametersProps) {
    super(scope, id);
    const entries = Object.entries(props.parameters);
    if (entries.length === 0) refuse(this, 'parameters is empty, need at least one');
    this.path = parameterPath(this, props.path);
    this.encryptionKey = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.via('ssm'));
    const { function: handler, role } = new BundledLambda(this, 'Handler', {
      name: 'secure-parameters',
      description: `Makes the SecureString parameters of ${this.node.path}`,
      failure: 'A SecureString parameter could not be made, changed or deleted.',
      timeout: Duration.minutes(1),
      concurrency: 2,
    });
    for (const [name, parameter] of entries) {
      requireParameter(this, name, parameter);
      const full = parameterName(this, this.path, name);
      this.arns[name] = Stack.of(this).formatArn({
        service: 'ssm', resource: 'parameter', resourceName: full.slice(1), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
      const { value: FixedValue, length: Length, characters: Characters, generation: Generation } = parameter;
      const made = { Name: full, KeyId: this.encryptionKey.keyArn, Length, Characters };
      const resource = new CustomResource(this, parameterId(name), {
        resourceType: 'Custom::SecureParameter', serviceToken: handler.functionArn, properties: { ...made, FixedValue, Generation },
      });
      if (parameter.rotateAfter) rotateParameter(this, handler, { name, resource, properties: made, rotateAfter: parameter.rotateAfter });
    }
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:AddTagsToResource', 'ssm:ListTagsForResource'],
      resources: Object.values(this.arns),
    }));
    // A parameter of the standard tier is encrypted by KMS itself (Systems Manager User Guide, How Parameter Store uses AWS KMS).
    role.addToPrincipalPolicy(this.keyStatement('kms:Encrypt', Object.values(this.arns)));
  }

  /**
   * Lets somebody read these parameters, and decrypt them and nothing else.
   * @param names below the path; all where they are left out
   * @throws ValidationError where there is no parameter of a name
   */
  public grantRead(grantee: iam.IGrantable, ...names: string[]): iam.Grant {
    return this.grant(grantee, ['ssm:GetParameter', 'ssm:GetParameters'], names.length ? names : Object.keys(this.arns));
  }

  /**
   * Tells a target, for example a function, when a parameter has a new value: by a rotation, a new generation or by hand. The event has the name of the
   * parameter and no value; who may read the parameter reads it, and with `<name>:<version>` the values before it as well.
   * @param names below the path; all where they are left out
   * @throws ValidationError where there is no parameter of a name
   */
  public onNewValue(id: string, target: events.IRuleTarget, ...names: string[]): events.Rule {
    const told = (names.length ? names : Object.keys(this.arns)).map((name) => this.arnOf(name) && parameterName(this, this.path, name));
    return newValueRule(this, id, target, told);
  }

  /**
   * A parameter for the environment of a container, which ECS fills in when a task starts.
   * @param name below the path
   * @throws ValidationError where there is no parameter of that name
   */
  public reference(name: string): ecs.Secret {
    return new ParameterReference(this.arnOf(name), (grantee) => this.grant(grantee, ['ssm:GetParameters'], [name]));
  }

  private grant(grantee: iam.IGrantable, actions: string[], names: string[]): iam.Grant {
    const resourceArns = names.map((name) => this.arnOf(name));
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

  private arnOf(name: string): string {
    return this.arns[name] ?? refuse(this, `'${name}' is no parameter, need one of ${Object.keys(this.arns).join(', ')}`);
  }
}

function requireParameter(scope: Construct, name: string, { value, length, characters = '' }: SecureParameter): void {
  if (value !== undefined) {
    if (Token.isUnresolved(value)) refuse(scope, `the value of '${name}' is known at deployment only, need a literal: it is no secret`);
    if (value.length < 1 || value.length > LENGTH.most) refuse(scope, `the value of '${name}' has ${value.length} characters, need 1 to ${LENGTH.most}`);
    return;
  }
  if (!Number.isInteger(length) || length! < LENGTH.least || length! > LENGTH.most) {
    refuse(scope, `the length of '${name}' is ${length}, need a whole number from ${LENGTH.least} to ${LENGTH.most}`);
  }
  if (new Set(characters).size < FEWEST_CHARACTERS || !/^[\x21-\x7e]+$/.test(characters)) {
    refuse(scope, `the characters of '${name}' are '${characters}', need at least ${FEWEST_CHARACTERS} different printable ASCII characters`);
  }
}
