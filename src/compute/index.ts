export * from './auto-scaling-options';
export * from './auto-scaling-service';
export * from './auto-scaling-service-props';
export * from './fargate-options';
export * from './fargate-service';
export * from './fargate-service-props';
export * from './stream-options';
