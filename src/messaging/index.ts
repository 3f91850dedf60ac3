export * from './secure-queue';
export * from './secure-queue-props';
