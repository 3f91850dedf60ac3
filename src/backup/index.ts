export * from './backup-copy';
export * from './backup-plan';
export * from './backup-plan-options';
export * from './backup-resource-type';
export * from './backup-rule';
export * from './backup-vault';
export * from './vault-lock';
