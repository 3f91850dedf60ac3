export * from './lists';
export * from './numbers';
export * from './props';
export * from './refuse';
export * from './single';
export * from './strings';
export * from './subnets';
