/** Names of the platforms, without loading the library. */
export const PLATFORM_NAMES = ['loan', 'payment', 'pipeline', 'transactions', 'ec2-baseline'] as const;
export type PlatformName = typeof PLATFORM_NAMES[number];
