export * from './config/config-baseline';
export * from './config/config-baseline-props';
export * from './config/config-recording';
export * from './threat-detection/threat-detection';
export * from './threat-detection/threat-detection-props';
export * from './trail/audit-trail';
export * from './trail/audit-trail-props';
