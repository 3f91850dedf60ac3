import { Pool, PoolConnection } from 'mysql2/promise';
import { DatabaseCredentials } from './credentials';

/** Connections of a database user. */
export class Connections {
  private users = 0;
  private retired = false;

  constructor(public readonly credentials: DatabaseCredentials, private readonly pool: Pool) {}

  /** Waits for a connection. Give it back. */
  public async take(): Promise<PoolConnection> {
    this.users += 1;
    try {
      return await this.pool.getConnection();
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Keeps a connection for later use, or closes one with an error. */
  public giveBack(connection: PoolConnection, isBroken: boolean): void {
    if (isBroken) connection.destroy();
    else connection.release();
    this.leave();
  }

  /** Ends the pool when its last connection is returned: mysql2 closes connections in use, too. */
  public retire(): void {
    this.retired = true;
    this.endIfUnused();
  }

  public async end(): Promise<void> {
    await this.pool.end();
  }

  private leave() {
    this.users -= 1;
    this.endIfUnused();
  }

  private endIfUnused() {
    if (this.retired && this.users === 0) this.end().catch(() => undefined);
  }
}
