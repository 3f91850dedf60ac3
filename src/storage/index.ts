export * from './secure-bucket';
export * from './secure-bucket-props';
