import { requireArgument, requireArguments } from '../../validation/props';
import { requireKnown } from '../../validation/refuse';
import { requireString } from '../../validation/strings';
import { allOf, anyOf, HOLDS, Outcome, undecided } from '../predicates/outcome';

const FINDING = { need: 'a string of 1 to 1000 characters', maxLength: 1000 };

/**
 * The outcome of a safeguard of your own for a resource.
 *
 * @example
 * declare const group: JudgedResource;
 * const outcome = SafeguardOutcome.anyOf(
 *   group.mustBe('RetentionInDays', 400),
 *   group.mustBeAtLeast('RetentionInDays', 731),
 * );
 */
export class SafeguardOutcome {
  /** The fact holds. */
  public static holds(): SafeguardOutcome {
    return new SafeguardOutcome(HOLDS);
  }

  /**
   * The fact does not hold.
   * @param finding actual and required value, for example `QueueName is orders, must begin with acme-`: 1 to 1000 characters
   */
  public static fails(finding: string): SafeguardOutcome {
    return new SafeguardOutcome({ result: 'fails', finding: checked('SafeguardOutcome.fails', finding) });
  }

  /**
   * The template does not show whether the fact holds, which is a finding.
   * @param finding what is not known, for example `the owner of the account resolves only at deployment`: 1 to 1000 characters
   */
  public static unknown(finding: string): SafeguardOutcome {
    return new SafeguardOutcome({ result: 'unknown', finding: checked('SafeguardOutcome.unknown', finding) });
  }

  /** The fact is not about this resource. The evidence has no outcome for it. */
  public static doesNotApply(): SafeguardOutcome {
    return new SafeguardOutcome(undefined);
  }

  /**
   * Holds if all outcomes do. Otherwise it has the findings of those that do not, and fails if one of them does. Outcomes that do not apply are left out. Unknown
   * without outcomes: nothing is shown.
   * @param outcomes outcomes of parts of the fact
   */
  public static allOf(...outcomes: SafeguardOutcome[]): SafeguardOutcome {
    return joined(outcomes, allOf);
  }

  /**
   * Holds if one outcome does. Otherwise it is the first outcome that is unknown, or the first of all. Outcomes that do not apply are left out. Unknown
   * without outcomes: nothing is shown.
   * @param outcomes outcomes of ways to meet the fact
   */
  public static anyOf(...outcomes: SafeguardOutcome[]): SafeguardOutcome {
    return joined(outcomes, anyOf);
  }

  /** @internal */
  public static _of(outcome: Outcome | undefined): SafeguardOutcome {
    return new SafeguardOutcome(outcome);
  }

  private constructor(private readonly outcome: Outcome | undefined) {}

  /**
   * Undefined where the fact does not apply.
   * @internal
   */
  public get _outcome(): Outcome | undefined {
    return this.outcome;
  }
}

function checked(method: string, finding: string): string {
  requireArguments(undefined, method, { finding });
  requireKnown(undefined, 'finding', finding);
  requireString(undefined, 'finding', finding, FINDING);
  return finding;
}

function joined(outcomes: readonly SafeguardOutcome[], join: (...outcomes: Outcome[]) => Outcome): SafeguardOutcome {
  outcomes.forEach((outcome, index) => requireArgument(undefined, `outcomes[${index}]`, 'SafeguardOutcome', outcome));
  if (outcomes.length === 0) return SafeguardOutcome._of(undecided('the safeguard has no outcome to combine'));
  const applying = outcomes.flatMap(({ _outcome: outcome }) => outcome ?? []);
  return SafeguardOutcome._of(applying.length ? join(...applying) : undefined);
}
