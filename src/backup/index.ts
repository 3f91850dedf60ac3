export * from './copies/backup-copy';
export * from './plan/backup-plan';
export * from './plan/backup-plan-options';
export * from './backup-resource-type';
export * from './plan/backup-rule';
export * from './vault/backup-vault';
export * from './vault/vault-lock';
