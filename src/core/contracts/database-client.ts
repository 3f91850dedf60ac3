import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** Options of a secret that an environment variable refers to. */
export interface SecretVariableOptions {
  /**
   * Key of the JSON document in the secret.
   * @default - the whole secret
   */
  readonly field?: string;
}

/**
 * A client that opens database connections, for example a `FargateService`. Its methods have no optional parameters, because a Java class that implements one would have
 * to implement two methods, of which jsii calls either.
 */
export interface IDatabaseClient extends ec2.IConnectable, iam.IGrantable {
  /**
   * Adds an environment variable that is not a secret.
   * @param name of the environment variable
   * @param value of the environment variable
   */
  addEnvironment(name: string, value: string): void;

  /**
   * Adds an environment variable whose value is a reference to a field of a secret.
   * @param name of the environment variable
   * @param secret that holds the value
   * @param field key of the JSON document in the secret
   */
  addSecretField(name: string, secret: secretsmanager.ISecret, field: string): void;
}
