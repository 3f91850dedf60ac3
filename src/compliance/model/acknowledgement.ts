/** A deviation that somebody answers for. */
export interface Acknowledgement {
  /** Id of the safeguard, for example `S3.BucketAccessLogged`. */
  readonly id: string;
  /** Why the deviation is acceptable: at least 20 characters and 4 words, and no token. */
  readonly reason: string;
  /**
   * Last day on which it counts, UTC, as `YYYY-MM-DD`. From the next day on the check fails again.
   * @default - it does not expire
   */
  readonly expires?: string;
}
