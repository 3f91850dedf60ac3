import { readFileSync } from 'fs';
import { isIP } from 'net';
import { z } from 'zod';

const SETTINGS = z.object({
  // The certificate is verified against a host name, not an address.
  DB_HOST: z.string().min(1).refine((host) => !isIP(host), 'must be a host name, not an address'),
  DB_PORT: z.coerce.number().int().min(1).max(65535).default(3306),
  DB_NAME: z.string().min(1),
  DB_CA_FILE: z.string().min(1).default('/opt/transactions/rds-bundle.pem'),
  DB_PASSWORD_SECRET_ARN: z.string().regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d*:secret:.+$/),
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

export type Settings = z.infer<typeof SETTINGS> & { readonly ca: string; readonly region: string };

/** Configuration error. Its message can be logged because it contains names of variables and files, not values. */
export class Misconfigured extends Error {
  public override readonly name = 'Misconfigured';
}

/** @throws Misconfigured */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { success, data, error } = SETTINGS.safeParse(set);
  if (!success) throw new Misconfigured(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  // The instance has no variable for its Region. The secret is in the same Region.
  return { ...data, ca: readCertificates(data.DB_CA_FILE), region: data.DB_PASSWORD_SECRET_ARN.split(':')[3]! };
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf-8');
  } catch {
    throw new Misconfigured(`DB_CA_FILE: cannot read ${file}`);
  }
}
