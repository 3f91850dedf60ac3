import { APIS } from './apis';
import { AUDIT } from './audit';
import { BACKUP } from './backup';
import { CLUSTERS } from './clusters';
import { CONFIGURATION } from './configuration';
import { CONTAINERS } from './containers';
import { FUNCTIONS } from './functions';
import { GROUPS } from './groups';
import { IDENTITY } from './identity';
import { INSTANCES } from './instances';
import { KEYS } from './keys';
import { LOAD_BALANCERS } from './load-balancers';
import { MESSAGING } from './messaging';
import { MONITORING } from './monitoring';
import { NETWORK } from './network';
import { PATCHING } from './patching';
import { SERVERS } from './servers';
import { STORAGE } from './storage';
import { STORES } from './stores';
import { THREATS } from './threats';
import { WEB } from './web';
import { WORKLOAD } from './workload';
import { Safeguard } from '../safeguard';

/** Everything that the check knows, by domain. */
export const SAFEGUARDS: readonly Safeguard[] = [
  ...NETWORK, ...STORAGE, ...KEYS, ...CLUSTERS, ...INSTANCES, ...STORES, ...CONTAINERS, ...SERVERS, ...GROUPS, ...PATCHING, ...FUNCTIONS,
  ...LOAD_BALANCERS, ...WEB, ...APIS, ...MESSAGING, ...MONITORING, ...AUDIT, ...CONFIGURATION, ...THREATS, ...BACKUP, ...IDENTITY, ...WORKLOAD,
];

const IDS = new Set(SAFEGUARDS.map(({ id }) => id));

/** Whether there is a safeguard of this id. */
export function isSafeguard(id: string): boolean {
  return IDS.has(id);
}
