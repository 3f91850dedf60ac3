import { ArnFormat, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, IConstruct } from 'constructs';
import { declareNames, ParameterName, requireExisting, resolveNames, resolvePath } from './parameter-names';
import { ParameterReference } from './parameter-reference';
import { grantTo } from '../../core/parts/grant-to';
import { isUnresolved, refuse, requireArguments, requireProps } from '../../core/validation';

/** Maximum size of a value in bytes, by tier (Systems Manager API, PutParameter). */
const MAX_BYTES = { [ssm.ParameterTier.STANDARD]: 4096, [ssm.ParameterTier.ADVANCED]: 8192, [ssm.ParameterTier.INTELLIGENT_TIERING]: 8192 };

/** Dynamic references that resolve to a secret (CloudFormation User Guide, Get values stored in other services using dynamic references). */
const SECRET_REFERENCE = /\{\{resolve:(?:secretsmanager|ssm-secure):/;

/** Properties of ConfigurationParameters. */
export interface ConfigurationParametersProps {
  /**
   * Values by name below the path, for example `{ 'limits/daily': '5000' }`. A value has 1 to 4,096 bytes in the standard tier and must not be a secret.
   * Changing a name replaces its parameter.
   */
  readonly values: { [name: string]: string };
  /**
   * Path of the parameters, with a leading slash and without a trailing slash.
   * Changing it replaces the parameters.
   * @default - `/<name>/<suffix>` of the workload
   */
  readonly path?: string;
  /**
   * Tier of all parameters. The advanced tier accepts values of up to 8,192 bytes and is charged.
   * @default ssm.ParameterTier.STANDARD
   */
  readonly tier?: ssm.ParameterTier;
}

/**
 * Configuration of a workload that is not secret, as SSM parameters below a path.
 *
 * @example
 * const configuration = new ConfigurationParameters(this, 'Configuration', {
 *   path: '/ledger/production',
 *   values: { 'limits/daily': '5000', 'currency': 'EUR' },
 * });
 * configuration.grantRead(service, 'limits/daily');
 */
export class ConfigurationParameters extends Construct {
  /** The parameters, by name below the path. */
  public readonly parameters: { [name: string]: ssm.StringParameter } = {};
  /** Path of the parameters. */
  public readonly path: string;

  /** @throws ValidationError when a name or a value is malformed, or a value is a secret */
  constructor(scope: Construct, id: string, props: ConfigurationParametersProps) {
    super(scope, id);
    const { path, tier, names } = resolve(this, props);
    this.path = path;
    for (const { name, fullName, id: parameterId } of names) {
      this.parameters[name] = new ssm.StringParameter(this, parameterId, { parameterName: fullName, stringValue: props.values[name], tier });
    }
  }

  /**
   * A parameter, for example to grant access to it alone.
   * @param name below the path
   * @throws ValidationError when there is no parameter of that name
   */
  public parameter(name: string): ssm.StringParameter {
    requireArguments(this, 'ConfigurationParameters.parameter', { name });
    requireExisting(this, 'name', [name], Object.keys(this.parameters));
    return this.parameters[name];
  }

  /**
   * Grants permission to read parameters by name.
   * @param names below the path. By default all parameters
   * @throws ValidationError when there is no parameter of a name, or the principal has no identity-based policy or is in another account
   */
  public grantRead(grantee: iam.IGrantable, ...names: string[]): iam.Grant {
    requireArguments(this, 'ConfigurationParameters.grantRead', { grantee, names });
    requireExisting(this, 'names', names, Object.keys(this.parameters));
    return grantTo(this, grantee, {
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resourceArns: (names.length ? names : Object.keys(this.parameters)).map((name) => this.parameters[name].parameterArn),
    });
  }

  /**
   * Grants permission to list and read all parameters below the path, including parameters of other stacks.
   * @throws ValidationError when the principal has no identity-based policy or is in another account
   */
  public grantReadByPath(grantee: iam.IGrantable): iam.Grant {
    requireArguments(this, 'ConfigurationParameters.grantReadByPath', { grantee });
    const arn = Stack.of(this).formatArn({
      service: 'ssm', resource: 'parameter', resourceName: this.path.slice(1), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return grantTo(this, grantee, { actions: ['ssm:GetParametersByPath'], resourceArns: [arn] });
  }

  /**
   * A parameter for an environment variable of a container, which ECS reads when it starts a task:
   * `secrets: { LIMIT: configuration.reference('limits/daily') }`.
   * @param name below the path
   * @throws ValidationError when there is no parameter of that name
   * @example
   * const configuration = new ConfigurationParameters(this, 'Configuration', { path: '/ledger/production', values: { currency: 'EUR' } });
   * new FargateService(this, 'Payments', {
   *   vpc: network.vpc,
   *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
   *   secrets: { CURRENCY: configuration.reference('currency') },
   * });
   */
  public reference(name: string): ecs.Secret {
    requireArguments(this, 'ConfigurationParameters.reference', { name });
    requireExisting(this, 'name', [name], Object.keys(this.parameters));
    const arn = this.parameters[name].parameterArn;
    return new ParameterReference(arn, (grantee) => grantTo(this, grantee, { actions: ['ssm:GetParameters'], resourceArns: [arn] }));
  }
}

function resolve(scope: IConstruct, props: ConfigurationParametersProps): { path: string; tier: ssm.ParameterTier; names: ParameterName[] } {
  requireProps(scope, 'ConfigurationParametersProps', props);
  const tier = props.tier ?? ssm.ParameterTier.STANDARD;
  const path = resolvePath(scope, props.path);
  const names = resolveNames(scope, 'values', path, props.values);
  for (const { name } of names) {
    requireNoSecret(scope, `values.${name}`, props.values[name]);
    requireBytes(scope, `values.${name}`, props.values[name], tier);
  }
  declareNames(scope, names);
  return { path, tier, names };
}

function requireNoSecret(scope: IConstruct, prop: string, value: string): void {
  if (SECRET_REFERENCE.test(value) || (isUnresolved(value) && holdsSecret(Stack.of(scope), value))) {
    refuse(scope, `${prop} must not be a secret: the template and the parameter would show it`);
  }
}

function holdsSecret(stack: Stack, value: string): boolean {
  const text = JSON.stringify(stack.resolve(value));
  const hidden = stack.node.findAll().filter((node): node is CfnParameter => node instanceof CfnParameter && node.noEcho);
  return SECRET_REFERENCE.test(text) || hidden.some(({ value: reference }) => text.includes(JSON.stringify(stack.resolve(reference))));
}

function requireBytes(scope: IConstruct, prop: string, value: string, tier: ssm.ParameterTier): void {
  if (isUnresolved(value)) return;
  const bytes = Buffer.byteLength(value);
  const max = MAX_BYTES[tier];
  if (bytes < 1 || bytes > max) refuse(scope, `${prop} must be 1 to ${max} bytes in the ${tier} tier, got ${bytes}`);
  if (value.includes('{{')) refuse(scope, `${prop} must not contain {{, which Systems Manager reserves for references`);
}
