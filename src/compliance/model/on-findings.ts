/** Default file of known findings. */
export const BASELINE_FILE = 'compliance-baseline.json';

/** Effect of findings on the synthesis. The evidence is written in any case, and the report is the same. */
export class OnFindings {
  /** Findings stop the synthesis. */
  public static readonly FAIL = new OnFindings('fail');
  /** Findings are warnings: the synthesis succeeds, except with `cdk synth --strict`. */
  public static readonly REPORT = new OnFindings('report');

  /**
   * Findings that are not in a file of known findings stop the synthesis. The context key `cdk-regulated:onFindings=write-baseline` writes the file.
   * @param file path of the file, relative to the folder in which the synthesis runs; `compliance-baseline.json` by default
   */
  public static baseline(file?: string): OnFindings {
    return new OnFindings('baseline', file === undefined ? BASELINE_FILE : file);
  }

  private constructor(
    /** Name of the effect, as the context key `cdk-regulated:onFindings` takes it. */
    public readonly effect: string,
    /** File of known findings; undefined where there is none. */
    public readonly file?: string,
  ) {}
}
