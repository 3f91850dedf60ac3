export * from './auto-scaling/auto-scaling-options';
export * from './auto-scaling/auto-scaling-service';
export * from './auto-scaling/auto-scaling-service-props';
export * from './fargate/fargate-method-options';
export * from './fargate/fargate-options';
export * from './fargate/fargate-service';
export * from './fargate/fargate-service-props';
