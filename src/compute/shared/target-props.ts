import { IConstruct } from 'constructs';
import { requireInteger, requireString } from '../../core/validation';

/** The props of a target of a load balancer. */
export interface TargetProps {
  readonly port?: number;
  readonly healthCheckPath?: string;
}

/** The port and health check path of a target (Elastic Load Balancing API, CreateTargetGroup). */
export function resolveTargetProps(scope: IConstruct, { port = 8080, healthCheckPath = '/' }: TargetProps): Required<TargetProps> {
  requireInteger(scope, 'port', port, { min: 1, max: 65_535 });
  requireHealthCheckPath(scope, 'healthCheckPath', healthCheckPath);
  return { port, healthCheckPath };
}

/** Elastic Load Balancing API, CreateTargetGroup. */
export function requireHealthCheckPath(scope: IConstruct, prop: string, path: string | undefined): void {
  requireString(scope, prop, path, {
    need: 'a path of at most 1,024 characters that begins with /', pattern: /\/[\x21-\x7e]*/, maxLength: 1_024,
  });
}
