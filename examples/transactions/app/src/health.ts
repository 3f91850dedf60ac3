import { Database } from './database';
import { Log } from './log';
import { Reason, reasonOf, Unavailable } from './reason';

/** Lifetime of a result. The load balancer sends requests from each zone, and other clients can send requests too. */
const REUSED_MILLISECONDS = 1000;
const TIMEOUT_MILLISECONDS = 2500;

/** Health of the database. One check runs at a time, and its result is cached for one second. */
export class Health {
  private answer?: Promise<Reason | undefined>;
  private last?: Reason;

  constructor(private readonly database: Database, private readonly log: Log) {}

  /** Reason of a failure, or undefined. */
  public check(): Promise<Reason | undefined> {
    this.answer ??= this.ask().finally(() => setTimeout(() => { this.answer = undefined; }, REUSED_MILLISECONDS).unref());
    return this.answer;
  }

  private async ask(): Promise<Reason | undefined> {
    const failure = await this.probe();
    if (failure?.reason !== this.last) {
      if (failure) this.log.error({ reason: failure.reason, code: failure.code }, 'unhealthy');
      else this.log.info('healthy again');
    }
    this.last = failure?.reason;
    return this.last;
  }

  private async probe(): Promise<Unavailable | undefined> {
    let timer: NodeJS.Timeout | undefined;
    // The timeout of the database is shorter, so this timeout is caused by the secret.
    const late = new Promise<Unavailable>((resolve) => { timer = setTimeout(() => resolve(new Unavailable('secret-unavailable')), TIMEOUT_MILLISECONDS); });
    const probed = this.database.probe().then(() => undefined, reasonOf);
    return Promise.race([probed, late]).finally(() => clearTimeout(timer));
  }
}
