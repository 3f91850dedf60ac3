import * as rds from 'aws-cdk-lib/aws-rds';
import { clusterDefaults, commonDefaults, instanceDefaults } from './databases';
import { hardened, HardenedClass, Step } from '../step';

/** The snapshot or the source of a database decides these, or the class has no prop for them. */
const DECIDED = ['storageEncrypted', 'credentials'];

function restored(kind: 'Cluster' | 'Instance', ...decided: string[]): Array<Step<any, any>> {
  return commonDefaults(kind).filter(({ props: [prop] }) => ![...DECIDED, ...decided].includes(prop));
}

const PROTECTED = commonDefaults('Cluster').filter(({ props: [prop] }) => prop === 'deletionProtection');
const keyOfSnapshot = () => undefined;

/** Hardened defaults of databases that are made from a snapshot or another database, and of Aurora Serverless v1. */
export const RESTORED: HardenedClass[] = [
  hardened(rds.DatabaseClusterFromSnapshot, [...restored('Cluster'), ...clusterDefaults(keyOfSnapshot)]),
  hardened(rds.DatabaseInstanceFromSnapshot, [...restored('Instance'), ...instanceDefaults(keyOfSnapshot)]),
  // A replica has the parameters of its source, and is no place to back up from.
  hardened(rds.DatabaseInstanceReadReplica, [...restored('Instance', 'parameterGroup'), ...instanceDefaults(keyOfSnapshot).filter(({ props: [prop] }) => ['publiclyAccessible', 'multiAz'].includes(prop))]),
  hardened(rds.ServerlessCluster, PROTECTED),
  hardened(rds.ServerlessClusterFromSnapshot, PROTECTED),
];
