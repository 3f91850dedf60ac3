export * from './config/config-baseline';
export * from './config/config-recording';
export * from './threat-detection/threat-detection';
export * from './threat-detection/threat-detection-options';
export * from './trail/audit-trail';
export * from './trail/audit-trail-options';
