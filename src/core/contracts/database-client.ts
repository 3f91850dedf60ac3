import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** Something that opens database connections, for example a `FargateService`. */
export interface IDatabaseClient extends ec2.IConnectable, iam.IGrantable {
  /**
   * Tells it something that is no secret.
   * @param name of the environment variable
   */
  addEnvironment(name: string, value: string): void;

  /**
   * Hands it a secret by reference.
   * @param name of the environment variable
   * @param secret that holds the value
   * @param field of the secret's JSON document; the whole secret where it is left out
   */
  addSecret(name: string, secret: secretsmanager.ISecret, field?: string): void;
}
