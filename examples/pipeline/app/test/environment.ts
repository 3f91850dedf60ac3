import { readFileSync } from 'fs';
import { Client } from 'pg';
import { KinesisServer } from './kinesis-server';
import { Processor } from './processor';
import { CertificateAuthority } from '../../../../test/servers/certificates';
import { PostgresServer } from '../../../../test/servers/postgres-server';
import { removeFolder, serverFolder, until } from '../../../../test/servers/server-process';

const PASSWORD = 'Not-a-secret-1';

/** Row counts of the tables. */
export interface Counts {
  readonly events: number;
  readonly distinct: number;
  readonly setAside: number;
}

/** Servers that the processor uses. */
export class Environment {
  public static async create(): Promise<Environment> {
    const folder = serverFolder();
    const authority = new CertificateAuthority(folder, 'authority');
    const [database, kinesis] = await Promise.all([PostgresServer.create(authority.issue('database', 'localhost'), PASSWORD), KinesisServer.create()]);
    return new Environment(folder, authority, database, kinesis);
  }

  private readonly processors: Processor[] = [];

  private constructor(
    public readonly folder: string,
    public readonly authority: CertificateAuthority,
    public readonly database: PostgresServer,
    public readonly kinesis: KinesisServer,
  ) {}

  public async process(stream: string, environment: Record<string, string> = {}): Promise<Processor> {
    const processor = await Processor.start({
      STREAM_NAME: stream,
      AWS_ENDPOINT_URL_KINESIS: this.kinesis.endpoint,
      DATABASE_HOST: 'localhost',
      DATABASE_PORT: `${this.database.port}`,
      DATABASE_NAME: 'postgres',
      DATABASE_CA_FILE: this.authority.certificate,
      DATABASE_USER: this.database.user,
      DATABASE_PASSWORD: PASSWORD,
      ...environment,
    });
    this.processors.push(processor);
    return processor;
  }

  /** Runs a query as the administrator. */
  public async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({
      host: 'localhost',
      port: this.database.port,
      database: 'postgres',
      user: this.database.user,
      password: PASSWORD,
      ssl: { ca: readFileSync(this.authority.certificate, 'utf-8') },
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  public async counts(stream: string): Promise<Counts> {
    const [counts] = await this.query<Counts>(
      `SELECT (SELECT count(*) FROM pipeline.event WHERE stream = $1)::int AS events,
              (SELECT count(DISTINCT content->>'id') FROM pipeline.event WHERE stream = $1)::int AS distinct,
              (SELECT count(*) FROM pipeline.set_aside WHERE stream = $1)::int AS "setAside"`,
      [stream],
    );
    return counts!;
  }

  /** Delays each batch by this number of seconds in its open transaction. */
  public async slowDown(seconds: number): Promise<void> {
    await this.query(`CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(${seconds}); RETURN NULL; END'`);
    await this.query('CREATE OR REPLACE TRIGGER slow AFTER INSERT ON pipeline.event EXECUTE FUNCTION slow()');
  }

  public async speedUp(): Promise<void> {
    await this.query('DROP TRIGGER slow ON pipeline.event');
  }

  /** Waits until a batch is being stored. */
  public async midBatch(): Promise<void> {
    await until(async () => (await this.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length > 0);
  }

  /** Waits until this number of records of a stream is processed, and returns the counts. */
  public async settled(stream: string, records: number, seconds = 60): Promise<Counts> {
    await until(async () => {
      const { events, setAside } = await this.counts(stream);
      return events + setAside >= records;
    }, seconds);
    return this.counts(stream);
  }

  public async remove(): Promise<void> {
    await Promise.all(this.processors.map((processor) => processor.kill()));
    await Promise.all([this.database.remove(), this.kinesis.remove()]);
    removeFolder(this.folder);
  }
}

export function event(id: string, data: object = {}): string {
  return JSON.stringify({ id, type: 'application.received', occurredAt: '2026-03-01T09:30:00Z', data });
}
