import { readFileSync } from 'fs';
import * as path from 'path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { open } from './database';
import { Failure, loggable } from './failure';
import { ownUser, Rotation, RotationRequest } from './rotation';

const secrets = new SecretsManagerClient();

/** Rotates the password of a database user. The CA bundle is packaged with the code. */
export async function handler(request: RotationRequest): Promise<void> {
  const ca = readFileSync(path.join(__dirname, 'certificates.pem'), 'utf-8');
  const { SecretId: secret, Step: step } = request;
  try {
    await new Rotation(secrets, (credentials) => open(credentials, ca), request, ownUser(process.env)).run();
    console.log(JSON.stringify({ secret, step, outcome: 'done' }));
  } catch (error) {
    console.log(JSON.stringify({ secret, step, outcome: loggable(error) }));
    // The runtime logs thrown errors, and a database error may quote the statement.
    throw new Failure(`${step} failed: ${loggable(error)}`);
  }
}
