import { randomInt } from 'crypto';
import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Failure } from './failure';
import { accept, accepted, Clients as Front, Parties, send, sendEverywhere, sent } from './origin-front';

/** Event of Secrets Manager (Secrets Manager User Guide, Rotation function). */
export interface RotationRequest {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

export interface Clients extends Front {
  readonly secrets: SecretsManagerClient;
}

/** Remaining time of the function, and the timer for waiting. */
export interface Patience {
  readonly remaining: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 64;
const POLL = 20_000;

/**
 * Runs one step. Every step can be repeated, also after an interruption, because the rules always accept every value that an edge location of CloudFront may send.
 */
export async function rotate(request: RotationRequest, clients: Clients, parties: Parties, patience: Patience): Promise<void> {
  const stages = await stagesOf(clients, request);
  switch (request.Step) {
    case 'createSecret': return create(request, clients, stages);
    case 'setSecret': return set(request, clients, parties);
    case 'testSecret': return test(request, clients, parties, patience);
    case 'finishSecret': return finish(request, clients, parties, stages);
    default: throw new Failure(`step ${request.Step} is none of a rotation`);
  }
}

/** Stages of the pending version, and the current version. */
async function stagesOf({ secrets }: Clients, { SecretId, ClientRequestToken }: RotationRequest) {
  const { RotationEnabled, VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  if (!RotationEnabled) throw new Failure('the secret is not enabled for rotation');
  const own = VersionIdsToStages[ClientRequestToken];
  if (!own) throw new Failure(`version ${ClientRequestToken} has no stage for rotation`);
  const current = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT'));
  if (!own.includes('AWSCURRENT') && !own.includes('AWSPENDING')) throw new Failure(`version ${ClientRequestToken} is neither pending nor current`);
  return { current, isCurrent: current === ClientRequestToken };
}

async function create({ SecretId, ClientRequestToken }: RotationRequest, { secrets }: Clients, { isCurrent }: { isCurrent: boolean }): Promise<void> {
  if (isCurrent) return;
  const exists = await secrets.send(new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })).then(() => true, (error) => {
    if (error.name === 'ResourceNotFoundException') return false;
    throw error;
  });
  if (exists) return;
  const SecretString = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  await secrets.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }));
}

async function set(request: RotationRequest, clients: Clients, parties: Parties): Promise<void> {
  const [current, next, inUse] = await Promise.all([currentOf(request, clients), nextOf(request, clients), sent(clients, parties)]);
  await accept(clients, parties, [...new Set([current, ...inUse, next])]);
  await send(clients, parties, next);
}

async function test(request: RotationRequest, clients: Clients, parties: Parties, { remaining, wait }: Patience): Promise<void> {
  const next = await nextOf(request, clients);
  if (!await accepted(clients, parties, next)) throw new Failure('a rule does not accept the new value');
  while (!await sendEverywhere(clients, parties, next)) {
    if (remaining() < 2 * POLL) throw new Failure('CloudFront is still deploying the new value');
    await wait(POLL);
  }
}

interface Stages {
  readonly current?: string;
  readonly isCurrent: boolean;
}

async function finish(request: RotationRequest, clients: Clients, parties: Parties, { current, isCurrent }: Stages): Promise<void> {
  const { SecretId, ClientRequestToken } = request;
  const next = await nextOf(request, clients);
  // Before the old value is removed, so that a deployment in between resolves the secret to the new value.
  if (!isCurrent) {
    await clients.secrets.send(new UpdateSecretVersionStageCommand({
      SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current,
    }));
  }
  if (!await sendEverywhere(clients, parties, next)) throw new Failure('CloudFront sends another value: a deployment changed it during the rotation');
  await accept(clients, parties, [next]);
}

async function currentOf({ SecretId }: RotationRequest, { secrets }: Clients): Promise<string> {
  return (await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }))).SecretString!;
}

async function nextOf({ SecretId, ClientRequestToken }: RotationRequest, { secrets }: Clients): Promise<string> {
  return (await secrets.send(new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken }))).SecretString!;
}
