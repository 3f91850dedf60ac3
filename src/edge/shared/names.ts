import { Names } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** A name for a resource that requires one. It differs per construct, and per environment of a workload in one account. */
export function uniqueName(scope: IConstruct, limit: NameLimit): string {
  const workload = Workload.of(scope);
  const path = Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' });
  return workload.name === undefined ? cut(path, limit.maxLength) : workload.physicalName(path, { limit });
}
