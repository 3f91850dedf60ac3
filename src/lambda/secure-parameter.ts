import { randomInt } from 'crypto';
import { ListTagsForResourceCommand, ParameterTier, PutParameterCommand, DeleteParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CustomResourceRequest } from './custom-resource';
import { Failure } from './failure';

/** Properties of the custom resource. Of a value they say how it is made; CloudFormation sends all of them as text. */
export interface SecureParameterProperties {
  readonly Name: string;
  readonly KeyId: string;
  /** A value that is no secret; undefined for one that is generated. */
  readonly FixedValue?: string;
  readonly Length?: string;
  readonly Characters?: string;
  /** A change of it generates the value anew. */
  readonly Generation?: string;
}

type Request = CustomResourceRequest<SecureParameterProperties>;
type Owned = Pick<Request, 'StackId' | 'LogicalResourceId' | 'ResourceProperties'>;

/** What a schedule asks for. */
export interface RotationRequest extends Owned {
  readonly RequestType: 'Rotate';
}

/** Says which resource of which stack a parameter belongs to. */
const OWNER = 'cdk-regulated:owner';

/** Makes the parameter; one that an earlier attempt of the same resource made keeps its value. Returns whether there is a new value. */
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
    throw new Failure(`parameter ${Name} exists already and is not of this resource, need another name`);
  }
}

/** Keeps a generated value, and replaces it where a new generation or a fixed value is asked for. Returns whether there is a new value. */
export async function update(ssm: SSMClient, request: Request): Promise<boolean> {
  const { ResourceProperties: now, OldResourceProperties: before } = request;
  if (now.Name !== before!.Name) return create(ssm, request);
  if (now.KeyId !== before!.KeyId) throw new Failure(`parameter ${now.Name} has another key, need the key that it has, or another name`);
  if (now.FixedValue === before!.FixedValue && now.Generation === before!.Generation) return false;
  await rotate(ssm, request);
  return true;
}

/** Gives the parameter another value, as a new version. */
export async function rotate(ssm: SSMClient, request: Owned): Promise<void> {
  const { Name, KeyId } = request.ResourceProperties;
  if (!await isOwn(ssm, request, Name)) throw new Failure(`parameter ${Name} is not of this resource any more`);
  await ssm.send(new PutParameterCommand({ Name, KeyId, Type: 'SecureString', Overwrite: true, Value: valueOf(request.ResourceProperties) }));
}

/** Deletes the parameter if it is of this resource; what is gone already is fine. */
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

/** A stack is told from one of the same name before it by the end of its id. */
function ownerOf({ StackId, LogicalResourceId }: Owned): string {
  return `${StackId.split('/').slice(-2).join('/')}/${LogicalResourceId}`.slice(-256);
}

function valueOf({ FixedValue, Length, Characters = '' }: SecureParameterProperties): string {
  return FixedValue ?? Array.from({ length: Number(Length) }, () => Characters[randomInt(Characters.length)]).join('');
}

function is(error: unknown, name: string): boolean {
  return (error as Error).name === name;
}
