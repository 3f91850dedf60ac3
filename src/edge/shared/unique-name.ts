import { Names } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** A name, for what has to have one, that two environments of a workload in one account and two constructs of one stack do not share. */
export function uniqueName(scope: IConstruct, limit: NameLimit): string {
  const workload = Workload.of(scope);
  const path = Names.uniqueResourceName(scope, { maxLength: 80, separator: '-' });
  return workload.name === undefined ? cut(path, limit.maxLength) : workload.physicalName(path, limit);
}
