export * from './dns/dns-firewall';
export * from './dns/dns-query-logs';
export * from './endpoints/interface-endpoints';
export * from './vpc/secure-vpc';
export * from './vpc/secure-vpc-props';
export * from './vpc/vpc-block-public-access';
export * from './vpc/vpc-flow-logs';
