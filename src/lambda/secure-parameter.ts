import { randomInt } from 'crypto';
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
}

type Request = CustomResourceRequest<SecureParameterProperties>;
type Owned = Pick<Request, 'StackId' | 'LogicalResourceId' | 'ResourceProperties'>;

/** Event of the rotation schedule. */
export interface RotationRequest extends Owned {
  readonly RequestType: 'Rotate';
}

/** Tag with the stack and the resource that a parameter belongs to. */
const OWNER = 'cdk-regulated:owner';

/** Creates the parameter. A parameter from an earlier attempt of the same resource keeps its value. Returns whether there is a new value. */
export async function create(ssm: SSMClient, request: Request): Promise<boolean> {
  const { Name, KeyId } = request.ResourceProperties;
  try {
    await ssm.send(new PutParameterCommand({
      Name, KeyId, Type: 'SecureString', Tier: ParameterTier.STANDARD, Value: valueOf(request.ResourceProperties), Tags: [{ Key: OWNER, Value: ownerOf(request) }],
    }));
    return true;
  } catch (error) {
    if (!is(error, 'ParameterAlreadyExists')) throw error;
    if (await isOwn(ssm, request, Name)) return false;
    throw new Failure(`parameter ${Name} already exists and belongs to another resource`);
  }
}

/** Replaces the value if the generation or the fixed value changes. Returns whether there is a new value. */
export async function update(ssm: SSMClient, request: Request): Promise<boolean> {
  const { ResourceProperties: now, OldResourceProperties: before } = request;
  if (now.Name !== before!.Name) return create(ssm, request);
  if (now.KeyId !== before!.KeyId) throw new Failure(`parameter ${now.Name} must keep its key: choose another name to change the key`);
  if (now.FixedValue === before!.FixedValue && now.Generation === before!.Generation) return false;
  await rotate(ssm, request);
  return true;
}

/** Generates a new value, as a new version of the parameter. */
export async function rotate(ssm: SSMClient, request: Owned): Promise<void> {
  const { Name, KeyId } = request.ResourceProperties;
  if (!await isOwn(ssm, request, Name)) throw new Failure(`parameter ${Name} belongs to another resource`);
  await ssm.send(new PutParameterCommand({ Name, KeyId, Type: 'SecureString', Overwrite: true, Value: valueOf(request.ResourceProperties) }));
}

/** Deletes the parameter if it exists and belongs to this resource. */
export async function remove(ssm: SSMClient, request: Request, name: string): Promise<void> {
  if (!await isOwn(ssm, request, name)) return;
  await ssm.send(new DeleteParameterCommand({ Name: name })).catch((error) => {
    if (!is(error, 'ParameterNotFound')) throw error;
  });
}

async function isOwn(ssm: SSMClient, request: Owned, name: string): Promise<boolean> {
  try {
    const { TagList = [] } = await ssm.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name }));
    return TagList.some(({ Key, Value }) => Key === OWNER && Value === ownerOf(request));
  } catch (error) {
    if (is(error, 'InvalidResourceId')) return false;
    throw error;
  }
}

/** The end of the stack id distinguishes the stack from an earlier one of the same name. */
function ownerOf({ StackId, LogicalResourceId }: Owned): string {
  return `${StackId.split('/').slice(-2).join('/')}/${LogicalResourceId}`.slice(-256);
}

function valueOf({ FixedValue, Length, Characters = '' }: SecureParameterProperties): string {
  return FixedValue ?? Array.from({ length: Number(Length) }, () => Characters[randomInt(Characters.length)]).join('');
}

function is(error: unknown, name: string): boolean {
  return (error as Error).name === name;
}
