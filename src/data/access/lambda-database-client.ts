import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IDatabaseClient, SecretVariableOptions } from '../../core/contracts/database-client';
import { allowReadingSecret, requireSecretField } from '../../core/parts/secret-reading';
import { isUnresolved, mustBe, refuse, requireArguments, requireKnown, requireString } from '../../core/validation';
import { FUNCTION_ENVIRONMENT_SIZE } from '../../core/workload/size-limits';

/** Lambda API, Environment, Variables. */
const VARIABLE = { need: 'at least 2 letters, digits and underscores, starting with a letter', pattern: /[A-Za-z][A-Za-z0-9_]+/ };

/**
 * A Lambda function as a client of a database: `database.allowConnectionsFrom(LambdaDatabaseClient.of(lambdaFunction))`. Lambda passes no secret by
 * reference, so that the function gets the ARN of a secret and reads it itself.
 *
 * @example
 * const report = new lambda.Function(this, 'Report', {
 *   runtime: lambda.Runtime.NODEJS_24_X,
 *   handler: 'index.handler',
 *   code: lambda.Code.fromInline('exports.handler = async () => {};'),
 *   vpc: network.vpc,
 *   allowAllOutbound: false,
 *   logGroup: WorkloadParts.of(this).logGroup('ReportLogs'),
 * });
 * database.allowConnectionsFrom(LambdaDatabaseClient.of(report));
 */
export class LambdaDatabaseClient implements IDatabaseClient {
  /**
   * A function as a client.
   * @param lambdaFunction function in the VPC of the database: `lambda.Function`, or a subclass such as `NodejsFunction`
   * @throws ValidationError if the function is not in a VPC
   */
  public static of(lambdaFunction: lambda.Function): LambdaDatabaseClient {
    requireArguments(lambdaFunction, 'LambdaDatabaseClient.of', { lambdaFunction });
    if (!lambdaFunction.isBoundToVpc) mustBe(lambdaFunction, 'lambdaFunction', 'a function in a VPC', lambdaFunction);
    return new LambdaDatabaseClient(lambdaFunction);
  }

  /** Connections of the function. */
  public readonly connections: ec2.Connections;
  /** The execution role of the function. */
  public readonly grantPrincipal: iam.IPrincipal;

  private constructor(private readonly lambdaFunction: lambda.Function) {
    this.connections = lambdaFunction.connections;
    this.grantPrincipal = lambdaFunction.grantPrincipal;
  }

  /**
   * Sets an environment variable that is not a secret.
   * @param name of the environment variable: at least 2 letters, digits and underscores, starting with a letter
   * @throws ValidationError if the name is in use, or the environment variables of the function exceed 4 KB
   */
  public addEnvironment(name: string, value: string): void {
    requireArguments(this.lambdaFunction, 'LambdaDatabaseClient.addEnvironment', { name, value });
    requireKnown(this.lambdaFunction, 'name', name);
    requireString(this.lambdaFunction, 'name', name, VARIABLE);
    this.requireRoom('name and value', { [name]: value });
    // aws-cdk-lib overwrites a variable that the function has.
    if (Object.hasOwn(this.variables(), name)) refuse(this.lambdaFunction, `environment variable '${name}' already exists in this function`);
    this.lambdaFunction.addEnvironment(name, value);
  }

  /**
   * Passes a secret to the function by reference and grants it read access. The variable `<name>_SECRET_ARN` holds its ARN, `<name>_SECRET_FIELD` the
   * field. The function reads the value from AWS Secrets Manager, so that a rotation needs no deployment.
   * @param name prefix of the environment variables
   * @param secret that holds the value
   * @throws ValidationError if the name is in use, or the environment variables of the function exceed 4 KB
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, options: SecretVariableOptions = {}): void {
    requireArguments(this.lambdaFunction, 'LambdaDatabaseClient.addSecret', { name, secret, options });
    requireSecretField(this.lambdaFunction, options);
    const { field = '' } = options;
    this.requireRoom(field ? 'name and field' : 'name', { [`${name}_SECRET_ARN`]: '', ...(field && { [`${name}_SECRET_FIELD`]: field }) });
    this.addEnvironment(`${name}_SECRET_ARN`, secret.secretArn);
    if (options.field !== undefined) this.addEnvironment(`${name}_SECRET_FIELD`, options.field);
    allowReadingSecret(this, secret);
    this._allowHttps();
  }

  /**
   * Passes a field of a secret, as `addSecret` does.
   * @param name prefix of the environment variables
   * @param secret that holds the value
   * @param field key of the JSON document in the secret
   * @throws ValidationError if the name is in use, or the environment variables of the function exceed 4 KB
   */
  public addSecretField(name: string, secret: secretsmanager.ISecret, field: string): void {
    requireArguments(this.lambdaFunction, 'LambdaDatabaseClient.addSecretField', { name, secret, field });
    this.addSecret(name, secret, { field });
  }

  /**
   * Allows the function to connect to Secrets Manager.
   * @internal
   */
  public _allowHttps(): void {
    this.connections.allowToAnyIpv4(ec2.Port.HTTPS, 'Secrets Manager');
  }

  /** The length of a token is unknown. */
  private requireRoom(what: string, added: Record<string, string>): void {
    const texts = Object.entries({ ...this.variables(), ...added }).flat().filter((text): text is string => typeof text === 'string' && !isUnresolved(text));
    const bytes = Buffer.byteLength(texts.join(''));
    if (bytes > FUNCTION_ENVIRONMENT_SIZE) refuse(this.lambdaFunction, `${what} must have at most ${FUNCTION_ENVIRONMENT_SIZE} bytes with the other environment variables of the function, got ${bytes}`);
  }

  private variables(): Record<string, unknown> {
    const { environment } = this.lambdaFunction.node.defaultChild as lambda.CfnFunction;
    return Stack.of(this.lambdaFunction).resolve(environment)?.variables ?? {};
  }
}
