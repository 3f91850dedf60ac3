export * from './audit-trail';
export * from './audit-trail-options';
export * from './config-baseline';
export * from './config-recording';
export * from './threat-detection';
export * from './threat-detection-options';
