/** An operating system with a patch baseline. */
export enum PatchOperatingSystem {
  /** Amazon Linux 2023. */
  AMAZON_LINUX_2023 = 'AMAZON_LINUX_2023',
  /** Red Hat Enterprise Linux. */
  REDHAT_ENTERPRISE_LINUX = 'REDHAT_ENTERPRISE_LINUX',
  /** Rocky Linux. */
  ROCKY_LINUX = 'ROCKY_LINUX',
  /** Windows Server. */
  WINDOWS = 'WINDOWS',
}
