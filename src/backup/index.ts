export * from './backup-resource-type';
export * from './copies/backup-copy';
export * from './plan/backup-plan';
export * from './plan/backup-plan-props';
export * from './plan/backup-rule';
export * from './vault/backup-vault';
export * from './vault/backup-vault-props';
export * from './vault/vault-lock';
