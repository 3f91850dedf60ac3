import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { answer, CustomResourceRequest } from './custom-resource';
import { Failure, loggable } from './failure';
import { create, remove, rotate, RotationRequest, SecureParameterProperties, update } from './secure-parameter';

const clients = { ssm: new SSMClient(), secrets: new SecretsManagerClient() };

/**
 * Creates one SecureString parameter. Its name is the physical id: after a change of the name, CloudFormation deletes the old parameter, or the new one when
 * the update is rolled back.
 */
export async function handler(request: CustomResourceRequest<SecureParameterProperties> | RotationRequest): Promise<void> {
  if (request.RequestType === 'Rotate') return rotateAndLog(request);
  const physicalId = request.RequestType === 'Delete' ? request.PhysicalResourceId! : request.ResourceProperties.Name;
  await answer(request, physicalId, async () => {
    if (request.RequestType === 'Delete') await remove(clients, request, nameOf(request, physicalId));
    else await (request.RequestType === 'Create' ? create : update)(clients, request);
  });
}

/**
 * The parameter to delete. CloudFormation generates a physical id, a name without a path, for a creation that has not responded when the stack is rolled back
 * (aws-cdk pull request 36951). The function has permissions for its parameters only.
 */
function nameOf({ ResourceProperties: { Name } }: CustomResourceRequest<SecureParameterProperties>, physicalId: string): string {
  return physicalId.startsWith('/') ? physicalId : Name;
}

async function rotateAndLog(request: RotationRequest): Promise<void> {
  const outcome = await rotate(clients, request).then(() => 'done', loggable);
  console.log(JSON.stringify({ request: request.RequestType, resource: request.ResourceProperties.Name, outcome }));
  if (outcome !== 'done') throw new Failure(outcome);
}
