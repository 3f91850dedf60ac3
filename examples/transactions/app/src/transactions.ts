import { createHash, randomUUID } from 'crypto';
import { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { Database, STATEMENT_MILLISECONDS } from './database';
import { codeOf } from './reason';

export const TRANSACTION = z.strictObject({
  account: z.string().regex(/^[A-Za-z0-9-]{1,34}$/),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  reference: z.string().max(140).default(''),
});

export type TransactionRequest = z.infer<typeof TRANSACTION>;

/** A stored transaction. */
export interface Transaction extends TransactionRequest {
  readonly id: string;
  readonly createdAt: Date;
}

/** `conflict`: another transaction has the key. */
export type Recorded = { readonly outcome: 'created' | 'repeated'; readonly transaction: Transaction } | { readonly outcome: 'conflict' };

const TABLE = `CREATE TABLE IF NOT EXISTS transactions (
  id char(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  idempotency_key varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  fingerprint char(64) CHARACTER SET ascii NOT NULL,
  account varchar(34) CHARACTER SET ascii NOT NULL,
  amount decimal(19, 4) NOT NULL,
  currency char(3) CHARACTER SET ascii NOT NULL,
  reference varchar(140) CHARACTER SET utf8mb4 NOT NULL,
  created_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB`;
const COLUMNS = 'id, account, amount, currency, reference, created_at AS createdAt';

/** Stores each transaction once. */
export class Transactions {
  constructor(private readonly database: Database) {}

  /** Stores a transaction under the idempotency key of the client. The client repeats the key if the result of a request is unknown. */
  public async record(key: string, request: TransactionRequest): Promise<Recorded> {
    const [id, fingerprint] = [randomUUID(), fingerprintOf(request)];
    return this.database.run(async (connection) => {
      const { account, amount, currency, reference } = request;
      const created = await insert(connection, [id, key, fingerprint, account, amount, currency, reference]);
      const [row] = await select<{ fingerprint: string }>(connection, `SELECT fingerprint, ${COLUMNS} FROM transactions WHERE idempotency_key = ?`, [key]);
      const { fingerprint: kept, ...transaction } = row!;
      if (kept !== fingerprint) return { outcome: 'conflict' };
      // An interrupted attempt of this request can have created it.
      return { outcome: created || transaction.id === id ? 'created' : 'repeated', transaction };
    });
  }

  public async find(id: string): Promise<Transaction | undefined> {
    return this.database.run(async (connection) => {
      const [row] = await select(connection, `SELECT ${COLUMNS} FROM transactions WHERE id = ?`, [id]).catch(emptyWithoutTable);
      return row;
    });
  }
}

async function insert(connection: PoolConnection, values: string[]): Promise<boolean> {
  const sql = 'INSERT INTO transactions (id, idempotency_key, fingerprint, account, amount, currency, reference) VALUES (?, ?, ?, ?, ?, ?, ?)';
  const statement = { sql, values, timeout: STATEMENT_MILLISECONDS };
  try {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(statement).catch(async (error) => {
      if (codeOf(error) !== 'ER_NO_SUCH_TABLE') throw error;
      await connection.query(TABLE);
      return connection.query<ResultSetHeader>(statement);
    });
    return affectedRows === 1;
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_ENTRY') throw error;
    return false;
  }
}

async function select<Fields = unknown>(connection: PoolConnection, sql: string, values: string[]): Promise<(Transaction & Fields)[]> {
  const [rows] = await connection.query<(RowDataPacket & Transaction & Fields)[]>({ sql, values, timeout: STATEMENT_MILLISECONDS });
  return rows;
}

function emptyWithoutTable(error: unknown): [] {
  if (codeOf(error) === 'ER_NO_SUCH_TABLE') return [];
  throw error;
}

function fingerprintOf({ account, amount, currency, reference }: TransactionRequest): string {
  return createHash('sha256').update(JSON.stringify([account, amount, currency, reference])).digest('hex');
}
