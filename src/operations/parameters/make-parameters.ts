import { ArnFormat, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { rotateParameter } from './parameter-rotation';
import { ResolvedSecureParameter } from './resolve-secure-parameters-props';
import { BundledLambda } from '../../core/parts/bundled-lambda';
import { grantTo, Permission } from '../../core/parts/grant-to';
import { allowReadingSecret } from '../../core/parts/secret-reading';
import { descriptionFor, FUNCTION_DESCRIPTION } from '../../core/workload/description';
import { viaService } from '../../core/workload/partition';

/**
 * Creates the custom resources of parameters, with the function that makes the parameters and cannot read them.
 * @param arns of the parameters
 */
export function makeParameters(scope: Construct, parameters: readonly ResolvedSecureParameter[], key: kms.IKey, arns: string[]): void {
  const { function: handler, role } = new BundledLambda(scope, 'Handler', {
    name: 'secure-parameters',
    description: descriptionFor(`Makes the SecureString parameters of ${scope.node.path}`, FUNCTION_DESCRIPTION),
    failure: 'A SecureString parameter could not be made, changed or deleted.',
    timeout: Duration.minutes(1),
  });
  for (const parameter of parameters) {
    const { fullName, id, copied, rotateAfter, fixed: FixedValue, length: Length, characters: Characters, generation: Generation } = parameter;
    const made = { Name: fullName, KeyId: key.keyArn, Length, Characters, SecretId: copied?.secret.secretArn, Field: copied?.field };
    const resource = new CustomResource(scope, id, {
      resourceType: 'Custom::SecureParameter', serviceToken: handler.functionArn, properties: { ...made, FixedValue, Generation },
    });
    if (rotateAfter || copied) rotateParameter(scope, handler, parameter, resource, made);
  }
  const secrets = new Set(parameters.flatMap(({ copied }) => copied?.secret ?? []));
  secrets.forEach((secret) => allowReadingSecret(role, secret));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:AddTagsToResource', 'ssm:ListTagsForResource'],
    resources: arns,
  }));
  // KMS itself encrypts parameters of the standard tier (Systems Manager User Guide, How Parameter Store uses AWS KMS).
  grantTo(scope, role, parameterKeyPermission(scope, key, 'kms:Encrypt', arns));
}

/** Permission to use a key for certain parameters only, through Parameter Store. */
export function parameterKeyPermission(scope: Construct, key: kms.IKey, action: string, arns: string[]): Permission {
  return {
    actions: [action],
    resourceArns: [key.keyArn],
    conditions: {
      StringEquals: {
        'kms:ViaService': viaService('ssm', Stack.of(scope).region),
        'kms:EncryptionContext:PARAMETER_ARN': arns.length === 1 ? arns[0] : arns,
      },
    },
  };
}

/** ARN of a parameter by its full name. */
export function parameterArn(scope: Construct, fullName: string): string {
  return Stack.of(scope).formatArn({
    service: 'ssm', resource: 'parameter', resourceName: fullName.slice(1), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
