export * from './dns-firewall';
export * from './dns-query-logs';
export * from './interface-endpoints';
export * from './secure-vpc';
export * from './secure-vpc-options';
export * from './vpc-block-public-access';
export * from './vpc-flow-logs';
