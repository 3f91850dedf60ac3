import { ManagedConfigRule } from './config-rule';
import { Control, FrameworkNumbers, FrameworkProps } from './control';
import { requireNumbers } from './framework-numbers';
import { AWS_FSBP } from '../frameworks/aws-fsbp';
import { FEDRAMP_KSI_2026 } from '../frameworks/fedramp-ksi-2026';
import { FEDRAMP_MODERATE_R5 } from '../frameworks/fedramp-moderate-r5';
import { NIST_800_53_R5 } from '../frameworks/nist-800-53-r5';
import { PCI_DSS_4_0_1 } from '../frameworks/pci-dss-4-0-1';

/**
 * A published set of controls. The built-in ones map safeguards to controls by published sources, never by opinion;
 * an in-house catalogue is made with `new Framework()`.
 */
export class Framework {
  /** PCI DSS 4.0.1, mapped by AWS Security Hub and Prowler. */
  public static readonly PCI_DSS_4_0_1 = new Framework(PCI_DSS_4_0_1);
  /** FedRAMP Moderate baseline, Rev 5, mapped by AWS Security Hub and cdk-nag. */
  public static readonly FEDRAMP_MODERATE_R5 = new Framework(FEDRAMP_MODERATE_R5);
  /** NIST SP 800-53 Rev 5, Moderate baseline, mapped by AWS Security Hub and cdk-nag. */
  public static readonly NIST_800_53_R5 = new Framework(NIST_800_53_R5);
  /** FedRAMP Key Security Indicators of the Consolidated Rules for 2026, mapped through NIST SP 800-53 Rev 5. */
  public static readonly FEDRAMP_KSI_2026 = new Framework(FEDRAMP_KSI_2026);
  /** AWS Foundational Security Best Practices, the default of a workload that names no framework. */
  public static readonly AWS_FSBP = new Framework(AWS_FSBP);

  /** Stable identifier. */
  public readonly id: string;
  /** Name and version. */
  public readonly title: string;
  /** Where its controls and their mapping were published. */
  public readonly source: string;
  /** Numbers that it sets. */
  public readonly numbers: FrameworkNumbers;
  /** Whether it asks for cryptographic modules that are validated against FIPS 140. */
  public readonly validatedCryptography: boolean;
  private readonly props: FrameworkProps;
  private served?: Map<string, string[]>;

  /** @throws ValidationError if a number is not in whole days or out of range */
  constructor(props: FrameworkProps) {
    this.props = props;
    this.id = props.id;
    this.title = props.title;
    this.source = props.source;
    this.numbers = requireNumbers(props.numbers ?? {});
    this.validatedCryptography = props.validatedCryptography ?? false;
  }

  /** Its controls, those that no safeguard serves included. */
  public get controls(): Control[] {
    return this.props.controls;
  }

  /** Managed rules of AWS Config that serve its controls. */
  public get configRules(): ManagedConfigRule[] {
    return this.props.configRules ?? [];
  }

  /** Standards of AWS Security Hub CSPM that check its controls, as the ARN ends. */
  public get securityHubStandards(): string[] {
    return this.props.securityHubStandards ?? [];
  }

  /**
   * Ids of the controls that a safeguard serves, in the framework's order.
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
