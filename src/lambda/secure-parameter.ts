import { randomInt } from 'crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListTagsForResourceCommand, ParameterTier, PutParameterCommand, DeleteParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CustomResourceRequest } from './custom-resource';
import { Failure } from './failure';

/** Properties of the custom resource, without the generated value. CloudFormation sends all of them as text. */
export interface SecureParameterProperties {
  readonly Name: string;
  readonly KeyId: string;
  /** Value that is not secret. Undefined for a generated value. */
  readonly FixedValue?: string;
  readonly Length?: string;
  readonly Characters?: string;
  /** A change generates a new value. */
  readonly Generation?: string;
  /** ARN of the secret that the value is copied from. */
  readonly SecretId?: string;
  /** Field of the secret. */
  readonly Field?: string;
}

type Request = CustomResourceRequest<SecureParameterProperties>;
type Owned = Pick<Request, 'StackId' | 'LogicalResourceId' | 'ResourceProperties'>;

/** Event of the rotation schedule, or of a new value of the secret. */
export interface RotationRequest extends Owned {
  readonly RequestType: 'Rotate';
}

/** Properties that a new value follows from. */
const SOURCE = ['FixedValue', 'Generation', 'SecretId', 'Field'] as const;

/** Tag with the stack and the resource that a parameter belongs to. */
const OWNER = 'cdk-regulated:owner';

/** The clients of the function. */
export interface Clients {
  readonly ssm: SSMClient;
  readonly secrets: SecretsManagerClient;
}

/** Creates the parameter. A parameter from an earlier attempt of the same resource keeps its value. Returns whether there is a new value. */
export async function create({ ssm, secrets }: Clients, request: Request): Promise<boolean> {
  const { Name, KeyId } = request.ResourceProperties;
  const Value = await valueOf(secrets, request.ResourceProperties);
  try {
    await ssm.send(new PutParameterCommand({
      Name, KeyId, Type: 'SecureString', Tier: ParameterTier.STANDARD, Value, Tags: [{ Key: OWNER, Value: ownerOf(request) }],
    }));
    return true;
  } catch (error) {
    if (!is(error, 'ParameterAlreadyExists')) throw error;
    if (await ownership(ssm, request, Name) === 'own') return false;
    throw new Failure(`parameter ${Name} already exists and belongs to another resource`);
  }
}

/** Replaces the value if its source changes. Returns whether there is a new value. */
export async function update(clients: Clients, request: Request): Promise<boolean> {
  const { ResourceProperties: now, OldResourceProperties: before } = request;
  if (now.Name !== before!.Name) return create(clients, request);
  if (now.KeyId !== before!.KeyId) throw new Failure(`parameter ${now.Name} must keep its key: choose another name to change the key`);
  if (SOURCE.every((property) => now[property] === before![property])) return false;
  await rotate(clients, request);
  return true;
}

/**
 * Generates a new value, or copies that of the secret, as a new version of the parameter. A parameter that does not exist yet is created with the value that the
 * secret has then.
 */
export async function rotate({ ssm, secrets }: Clients, request: Owned): Promise<void> {
  const { Name, KeyId, SecretId } = request.ResourceProperties;
  const owner = await ownership(ssm, request, Name);
  if (owner === 'missing' && SecretId !== undefined) return;
  if (owner !== 'own') throw new Failure(`parameter ${Name} belongs to another resource`);
  await ssm.send(new PutParameterCommand({ Name, KeyId, Type: 'SecureString', Overwrite: true, Value: await valueOf(secrets, request.ResourceProperties) }));
}

/** Deletes the parameter if it exists and belongs to this resource. */
export async function remove({ ssm }: Pick<Clients, 'ssm'>, request: Request, name: string): Promise<void> {
  if (await ownership(ssm, request, name) !== 'own') return;
  await ssm.send(new DeleteParameterCommand({ Name: name })).catch((error) => {
    if (!is(error, 'ParameterNotFound')) throw error;
  });
}

async function ownership(ssm: SSMClient, request: Owned, name: string): Promise<'own' | 'other' | 'missing'> {
  try {
    const { TagList = [] } = await ssm.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name }));
    return TagList.some(({ Key, Value }) => Key === OWNER && Value === ownerOf(request)) ? 'own' : 'other';
  } catch (error) {
    if (is(error, 'InvalidResourceId')) return 'missing';
    throw error;
  }
}

/** The end of the stack id distinguishes the stack from an earlier one of the same name. */
function ownerOf({ StackId, LogicalResourceId }: Owned): string {
  return `${StackId.split('/').slice(-2).join('/')}/${LogicalResourceId}`.slice(-256);
}

async function valueOf(
  secrets: SecretsManagerClient, { FixedValue, SecretId, Field, Length, Characters }: SecureParameterProperties,
): Promise<string> {
  if (SecretId !== undefined) return fieldOf(secrets, SecretId, Field!);
  return FixedValue ?? Array.from({ length: Number(Length) }, () => Characters![randomInt(Characters!.length)]).join('');
}

async function fieldOf(secrets: SecretsManagerClient, SecretId: string, field: string): Promise<string> {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  let fields: unknown;
  try {
    fields = JSON.parse(SecretString);
  } catch {
    // The message of the parser quotes the secret.
    throw new Failure(`secret ${SecretId} must be a JSON object`);
  }
  const value = (fields as Record<string, unknown> | null)?.[field];
  if (typeof value !== 'string' || value === '') throw new Failure(`secret ${SecretId} must have a text in field ${field}`);
  return value;
}

function is(error: unknown, name: string): boolean {
  return (error as Error).name === name;
}
