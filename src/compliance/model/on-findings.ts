import { requireArguments } from '../../validation/props';

/** Default file of known findings. */
export const BASELINE_FILE = 'compliance-baseline.json';

/** Options of `OnFindings.baseline`. */
export interface KnownFindingsOptions {
  /**
   * Path of the file of known findings, relative to the folder in which the synthesis runs.
   * @default 'compliance-baseline.json'
   */
  readonly file?: string;
}

/**
 * Effect of findings on the synthesis. The evidence is written in any case, and the report is the same.
 *
 * @example
 * Workload.on(this, { name: 'ledger', onFindings: OnFindings.REPORT });
 */
export class OnFindings {
  /** Findings stop the synthesis. */
  public static readonly FAIL = new OnFindings('fail');
  /** Findings are warnings: the synthesis succeeds, except with `cdk synth --strict`. */
  public static readonly REPORT = new OnFindings('report');

  /**
   * Findings that are not in a file of known findings stop the synthesis. The context key `cdk-regulated:onFindings=write-baseline` writes the file.
   * @example
   * // `npx cdk synth --context cdk-regulated:onFindings=write-baseline` writes the file.
   * Workload.on(this, { name: 'ledger', onFindings: OnFindings.baseline() });
   */
  public static baseline(options: KnownFindingsOptions = {}): OnFindings {
    requireArguments(undefined, 'OnFindings.baseline', { options });
    return new OnFindings('baseline', options.file ?? BASELINE_FILE);
  }

  private constructor(
    /** Name of the effect, as the context key `cdk-regulated:onFindings` takes it. */
    public readonly effect: string,
    /** File of known findings; undefined where there is none. */
    public readonly file?: string,
  ) {}
}
