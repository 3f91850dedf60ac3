import { z } from 'zod';
import { Misconfigured } from './fault';

const SETTINGS = z.object({
  STREAM_NAME: z.string().min(1),
  DATABASE_HOST: z.string().min(1),
  DATABASE_PORT: z.coerce.number().int().min(1).max(65535).default(5432),
  DATABASE_NAME: z.string().min(1),
  DATABASE_CA_FILE: z.string().min(1).default('/app/rds-bundle.pem'),
  DATABASE_SECRET_ARN: z.string().min(1).optional(),
  DATABASE_USER: z.string().min(1).optional(),
  DATABASE_PASSWORD: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  BATCH_SIZE: z.coerce.number().int().min(1).max(10_000).default(500),
  POLL_MILLISECONDS: z.coerce.number().int().min(200).default(1000),
  LEASE_SECONDS: z.coerce.number().int().min(1).default(30),
  STOP_SECONDS: z.coerce.number().int().min(1).default(20),
}).refine(
  (settings) => settings.DATABASE_SECRET_ARN || (settings.DATABASE_USER && settings.DATABASE_PASSWORD),
  { path: ['DATABASE_SECRET_ARN'], message: 'must be set, or DATABASE_USER and DATABASE_PASSWORD' },
);

export type Settings = z.infer<typeof SETTINGS>;

/** @throws Misconfigured with the names of the missing or wrong variables, without their values */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { success, data, error } = SETTINGS.safeParse(set);
  if (success) return data;
  throw new Misconfigured(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
