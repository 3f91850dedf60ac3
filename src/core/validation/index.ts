export * from '../../validation/lists';
export * from '../../validation/numbers';
export * from '../../validation/props';
export * from '../../validation/refuse';
export * from '../../validation/strings';
export * from './single';
export * from './subnets';
export * from './tags';
