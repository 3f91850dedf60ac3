export * from './compliance/acknowledgement';
export * from './compliance/checks';
export * from './compliance/control';
export * from './compliance/framework';
