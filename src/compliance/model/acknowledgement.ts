/** An acknowledged deviation from a safeguard. */
export interface Acknowledgement {
  /**
   * Id of the safeguard, for example `S3.BucketAccessLogged`.
   * @knownAtSynthesis
   */
  readonly id: string;
  /**
   * Reason for the deviation: at least 20 characters and 4 words.
   * @knownAtSynthesis
   */
  readonly reason: string;
  /**
   * Last day on which it is valid, UTC, as `YYYY-MM-DD`. From the next day the check fails again.
   * @knownAtSynthesis
   * @default - it does not expire
   */
  readonly expires?: string;
  /**
   * Reference of the record of the decision, for example a ticket number or its address: 1 to 200 characters.
   * @knownAtSynthesis
   * @default - not stated
   */
  readonly ticket?: string;
  /**
   * Party that is responsible for ending the deviation: 1 to 200 characters.
   * @knownAtSynthesis
   * @default - not stated
   */
  readonly owner?: string;
  /**
   * Party that accepted the risk: 1 to 200 characters.
   * @knownAtSynthesis
   * @default - not stated
   */
  readonly approver?: string;
}
