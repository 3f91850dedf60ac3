export * from './hardened';
export * from './hardened-defaults';
export * from './hardened-defaults-props';
