import { BackupResourceType } from './backup-resource-type';
import { keyGrants, Permission, permissionsFor, Place } from './permissions';
import { viaService } from '../core/workload/partition';

const ANY_KEY = 'the plan does not know the keys of these resources, and the policy of each key decides who may use it';

/** Permissions on the key of a resource: grants for the resource's service, and the actions that the service calls. */
export function keyPermissions(place: Place, type: BackupResourceType, key: string | undefined, keyActions?: string[]): Permission[] {
  const { partition, region, account } = place;
  const keyArn = key ?? `arn:${partition}:kms:${region}:${account}:key/*`;
  const why = key ? undefined : ANY_KEY;
  const { service, keyActions: needed, keyConditions } = permissionsFor(type);
  const actions = keyActions ?? needed;
  const conditions = { StringEquals: { 'kms:ViaService': viaService(service, region) }, ...keyActions ? {} : keyConditions };
  return [...keyGrants(keyArn, why), ...actions ? [{ actions, resources: [keyArn], conditions, why }] : []];
}
