import { ManagedConfigRule } from './config-rule';
import { Control, FrameworkNumbers } from './control';
import { requireNumbers } from './framework-numbers';
import { FrameworkProps } from './framework-props';
import { requireFramework } from './require-props';
import { copyOf } from '../../validation/props';
import { hasReview, Review, reviewFor } from '../mapping/review';
import { lazily } from '../once';
import { OwnSafeguard, ownSafeguards } from '../own-safeguards';

/**
 * A set of controls, which `Framework` adds the built-in ones to.
 * @internal
 */
export class FrameworkBase {
  /** Stable identifier. */
  public readonly id: string;
  /** Name and version. */
  public readonly title: string;
  /** Where its controls and their mapping were published. */
  public readonly source: string;
  /** Numbers that it sets. */
  public readonly numbers: FrameworkNumbers;
  /** Whether it requires cryptographic modules validated against FIPS 140. */
  public readonly validatedCryptography: boolean;
  private readonly props: FrameworkProps;
  private readonly own: readonly OwnSafeguard[];
  private served?: Map<string, string[]>;

  /**
   * @throws ValidationError if a prop is missing, unknown or of the wrong type, a number is not in whole days or out of range, an id is there twice, or a
   * safeguard or a control of a rule does not exist
   */
  constructor(props: FrameworkProps) {
    const own = lazily(() => ownSafeguards(undefined, 'safeguards', props.safeguards ?? []));
    requireFramework(props, () => own().map(({ id }) => id));
    // Those of a built-in framework are computed on first use.
    this.props = hasReview(props) ? props : copyOf('FrameworkProps', props);
    this.own = own();
    this.id = props.id;
    this.title = props.title;
    this.source = props.source;
    this.numbers = requireNumbers(props.numbers ?? {});
    this.validatedCryptography = props.validatedCryptography ?? false;
  }

  /** Its controls, including those that no safeguard serves. */
  public get controls(): Control[] {
    return this.props.controls;
  }

  /**
   * What safeguards prove of its controls, and what is left.
   * @internal
   */
  public get _review(): Review {
    return reviewFor(this.props);
  }

  /**
   * Safeguards that it brings.
   * @internal
   */
  public get _safeguards(): readonly OwnSafeguard[] {
    return this.own;
  }

  /** Managed rules of AWS Config that serve its controls: the rules of its conformance pack. Empty if it has none. */
  public get configRules(): ManagedConfigRule[] {
    return this.props.configRules ?? [];
  }

  /** Standards of AWS Security Hub CSPM that check its controls, as the ARN ends. */
  public get securityHubStandards(): string[] {
    return this.props.securityHubStandards ?? [];
  }

  /**
   * Ids of the controls that a safeguard serves, in the order of the framework.
   * @param safeguard id of the safeguard, for example `S3.BucketEncrypted`
   */
  public controlsServedBy(safeguard: string): string[] {
    this.served ??= invert(this.controls);
    return this.served.get(safeguard) ?? [];
  }
}

function invert(controls: readonly Control[]): Map<string, string[]> {
  const served = new Map<string, string[]>();
  for (const { id, safeguards } of controls) {
    for (const safeguard of safeguards) served.set(safeguard, [...served.get(safeguard) ?? [], id]);
  }
  return served;
}
