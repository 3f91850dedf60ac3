export * from './checks';
export * from './model/acknowledgement';
export * from './model/config-rule';
export * from './model/control';
export * from './model/evidence-options';
export * from './model/framework';
export * from './model/on-findings';
export * from './model/price-table';
