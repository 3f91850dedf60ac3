import { chmodSync, chownSync, copyFileSync } from 'fs';
import * as path from 'path';
import { Certificate } from './certificates';
import { removeFolder, serverFolder, ServerProcess, unprivileged } from './server-process';

/** A database server on the loopback address with mandatory TLS and a separate data folder. */
export abstract class DatabaseServer {
  protected readonly folder = serverFolder();
  protected readonly data = path.join(this.folder, 'data');
  protected process?: ServerProcess;

  protected constructor(public readonly port: number, public readonly user = 'administrator') {}

  public abstract start(): Promise<void>;

  public abstract stop(): Promise<void>;

  /** Kills the server, as the loss of its host does. The next start recovers from the log. */
  public async kill(): Promise<void> {
    await this.process?.killAll();
  }

  /** Sets the certificate for the next start. */
  public use(certificate: Certificate): void {
    const { uid, gid } = unprivileged();
    for (const part of ['certificate', 'key'] as const) {
      const to = this.tls[part];
      copyFileSync(certificate[part], to);
      chmodSync(to, 0o600);
      if (uid !== undefined) chownSync(to, uid, gid!);
    }
  }

  public async remove(): Promise<void> {
    await this.kill();
    removeFolder(this.folder);
  }

  protected async begin(certificate: Certificate, password: string): Promise<this> {
    this.initialize(certificate, password);
    await this.start();
    return this;
  }

  /** Paths of the certificate and key of the server. */
  protected abstract get tls(): Certificate;

  protected abstract initialize(certificate: Certificate, password: string): void;
}
