import { IConstruct } from 'constructs';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** The path that was asked for, else the workload's: `/<name>/<suffix>`. */
export function parameterPath(scope: IConstruct, given: string | undefined): string {
  const { name, suffix } = Workload.of(scope);
  if (given === undefined && name === undefined) refuse(scope, "path is not given and no workload is declared, need one of them, for example path: '/payment/dev'");
  const path = given ?? ['', name, suffix].filter((part) => part !== undefined).join('/');
  requireName(scope, 'path', path, NameLimit.PARAMETER);
  return path;
}

/** The full name of a parameter below a path. */
export function parameterName(scope: IConstruct, path: string, name: string): string {
  const full = `${path}/${name}`;
  requireName(scope, 'parameter', full, NameLimit.PARAMETER);
  return full;
}

/** The id of the construct that makes a parameter. */
export function parameterId(name: string): string {
  return name.replace(/\//g, '--');
}
