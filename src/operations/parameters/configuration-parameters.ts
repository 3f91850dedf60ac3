import { ArnFormat, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterId, parameterName, parameterPath } from './parameter-names';
import { ParameterReference } from './parameter-reference';
import { refuse } from '../../core/validation';

/** Bytes of a value by tier (Systems Manager API, PutParameter). */
const MAX_BYTES = { [ssm.ParameterTier.STANDARD]: 4096, [ssm.ParameterTier.ADVANCED]: 8192, [ssm.ParameterTier.INTELLIGENT_TIERING]: 8192 };

/** Dynamic references that a deployment replaces with a secret (CloudFormation User Guide, Get values stored in other services using dynamic references). */
const SECRET_REFERENCE = /\{\{resolve:(?:secretsmanager|ssm-secure):/;

/** Properties of ConfigurationParameters. */
export interface ConfigurationParametersProps {
  /**
   * Values by name below the path, for example `{ 'limits/daily': '5000' }`: at least one character, up to 4,096 bytes in the standard tier, and never a secret.
   */
  readonly values: { [name: string]: string };
  /**
   * Path that the parameters are below, with a slash in front and none at its end.
   * @default - `/<name>/<suffix>` of the workload
   */
  readonly path?: string;
  /**
   * Tier of all of them. The advanced one takes values of up to 8,192 bytes and costs money.
   * @default ssm.ParameterTier.STANDARD
   */
  readonly tier?: ssm.ParameterTier;
}

/** The configuration of a workload that is no secret, as SSM parameters below a path of its own. */
export class ConfigurationParameters extends Construct {
  /** The parameters, by their name below the path. */
  public readonly parameters: { [name: string]: ssm.StringParameter } = {};
  /** Path that they are below. */
  public readonly path: string;

  /** @throws ValidationError when Systems Manager would refuse a name or a value, or a value is a secret */
  constructor(scope: Construct, id: string, props: ConfigurationParametersProps) {
    super(scope, id);
    const { values, tier = ssm.ParameterTier.STANDARD } = props;
    this.path = parameterPath(this, props.path);
    if (Object.keys(values).length === 0) refuse(this, 'values is empty, need at least one parameter');
    for (const [name, stringValue] of Object.entries(values)) {
      const full = parameterName(this, this.path, name);
      requireNoSecret(this, name, stringValue);
      requireSize(this, name, stringValue, tier);
      this.parameters[name] = new ssm.StringParameter(this, parameterId(name), { parameterName: full, stringValue, tier });
    }
  }

  /**
   * Lets somebody read these parameters one by one.
   * @param names below the path; all where they are left out
   * @throws ValidationError where there is no parameter of a name
   */
  public grantRead(grantee: iam.IGrantable, ...names: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resourceArns: (names.length ? names : Object.keys(this.parameters)).map((name) => this.parameter(name).parameterArn),
    });
  }

  /** Lets somebody list and read everything below the path at once, what others put there included. */
  public grantReadByPath(grantee: iam.IGrantable): iam.Grant {
    const arn = Stack.of(this).formatArn({
      service: 'ssm', resource: 'parameter', resourceName: this.path.replace(/^\//, ''), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return iam.Grant.addToPrincipal({ grantee, actions: ['ssm:GetParametersByPath'], resourceArns: [arn] });
  }

  /**
   * A parameter for the environment of a container, which ECS fills in when a task starts: `secrets: { LIMIT: configuration.reference('limits/daily') }`.
   * @param name below the path
   * @throws ValidationError where there is no parameter of that name
   */
  public reference(name: string): ecs.Secret {
    return new ParameterReference(this.parameter(name).parameterArn);
  }

  private parameter(name: string): ssm.StringParameter {
    return this.parameters[name] ?? refuse(this, `'${name}' is no parameter, need one of ${Object.keys(this.parameters).join(', ')}`);
  }
}

function requireNoSecret(scope: Construct, name: string, value: string): void {
  if (SECRET_REFERENCE.test(value) || (Token.isUnresolved(value) && holdsSecret(Stack.of(scope), value))) {
    refuse(scope, `the value of '${name}' is a secret, need none: whoever reads the template or the parameter would know it`);
  }
}

function holdsSecret(stack: Stack, value: string): boolean {
  const text = JSON.stringify(stack.resolve(value));
  const hidden = stack.node.findAll().filter((node): node is CfnParameter => node instanceof CfnParameter && node.noEcho);
  return SECRET_REFERENCE.test(text) || hidden.some(({ value: reference }) => text.includes(JSON.stringify(stack.resolve(reference))));
}

function requireSize(scope: Construct, name: string, value: string, tier: ssm.ParameterTier): void {
  if (Token.isUnresolved(value)) return;
  const bytes = Buffer.byteLength(value);
  const most = MAX_BYTES[tier];
  if (bytes < 1 || bytes > most) refuse(scope, `the value of '${name}' has ${bytes} bytes, need 1 to ${most} in the ${tier} tier`);
  if (value.includes('{{')) refuse(scope, `the value of '${name}' has {{ in it, which Systems Manager keeps for references, need a value without`);
}
