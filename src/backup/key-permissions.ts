import { BackupResourceType } from './backup-resource-type';
import { keyGrants, Permission, permissionsFor, Place } from './permissions';

const ANY_KEY = 'the keys of the resources are theirs to choose, and each key decides by its own policy who may use it';

/** What a role may do with the key of a resource: let the resource's service use it, and no more than the service needs. */
export function keyPermissions(place: Place, type: BackupResourceType, key: string | undefined, keyActions?: string[]): Permission[] {
  const { partition, region, account } = place;
  const keyArn = key ?? `arn:${partition}:kms:${region}:${account}:key/*`;
  const why = key ? undefined : ANY_KEY;
  const { service, keyActions: needed } = permissionsFor(type);
  const actions = keyActions ?? needed;
  const conditions = { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
  return [...keyGrants(keyArn, why), ...actions ? [{ actions, resources: [keyArn], conditions, why }] : []];
}
