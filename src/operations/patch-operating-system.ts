/** An operating system that there is a patch baseline for. */
export enum PatchOperatingSystem {
  AMAZON_LINUX_2023 = 'AMAZON_LINUX_2023',
  REDHAT_ENTERPRISE_LINUX = 'REDHAT_ENTERPRISE_LINUX',
  ROCKY_LINUX = 'ROCKY_LINUX',
  WINDOWS = 'WINDOWS',
}
