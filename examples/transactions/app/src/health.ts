import { Database } from './database';
import { Log } from './log';
import { Reason, reasonOf, Unavailable } from './reason';

/** The load balancer asks from each of its zones, and anybody else may ask as well. */
const REUSED_MILLISECONDS = 1000;
const TIMEOUT_MILLISECONDS = 2500;

/** Whether the database answers. One question is asked at a time, and its answer holds for a second. */
export class Health {
  private answer?: Promise<Reason | undefined>;
  private last?: Reason;

  constructor(private readonly database: Database, private readonly log: Log) {}

  /** Why it does not, if so. */
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
    // The database has a shorter time, so that it is the secret which is waited for.
    const late = new Promise<Unavailable>((resolve) => { timer = setTimeout(() => resolve(new Unavailable('secret-unavailable')), TIMEOUT_MILLISECONDS); });
    const probed = this.database.probe().then(() => undefined, reasonOf);
    return Promise.race([probed, late]).finally(() => clearTimeout(timer));
  }
}
