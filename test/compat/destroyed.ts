import { Surface } from './surfaces';
import { isKept, replacementsBetween } from '../contract/replacements';
import { Templates } from '../contract/stacks';

/** A resource with data, an address or a fixed name that an update of the library replaces or removes. */
export interface Destroyed {
  /** For example `SecureBucket (defaults)/Stack/SubjectBucket12345678 AWS::S3::Bucket`, as `docs/intended-replacements.json` has it. */
  readonly resource: string;
  /** What happens to it. */
  readonly how: string;
}

/** Resources that the update from one set of templates to another replaces, renames or drops. */
export function destroyedBetween(where: string, before: Templates, after: Templates): Destroyed[] {
  const replaced = replacementsBetween(before, after);
  return Object.entries(before).flatMap(([stack, { Resources: old = {} }]) => {
    const { Resources: now = {} } = after[stack] ?? {};
    const of = (id: string, how: string): Destroyed => ({ resource: `${where}/${stack}/${id} ${old[id].Type}`, how });
    const removed = Object.keys(old).filter((id) => !now[id]);
    const added = Object.keys(now).filter((id) => !old[id]);
    return [
      ...replaced.filter(({ logicalId, type, because }) => because[0] !== 'logical id' && old[logicalId]?.Type === type && now[logicalId])
        .map(({ logicalId, because, collides }) => of(logicalId, `is replaced: ${because.join(', ')}${collides ? '; its fixed name is in use, so that the update fails' : fate(old[logicalId].UpdateReplacePolicy)}`)),
      ...removed.filter((id) => isKept(old[id].Type) || replaced.some(({ logicalId, collides }) => logicalId === id && collides)).map((id) => {
        const others = added.filter((other) => now[other].Type === old[id].Type);
        const how = after[stack] === undefined ? 'its stack is gone' : others.length ? `its logical id is now ${others.join(' or ')}` : 'is dropped';
        return of(id, `${how}${fate(old[id].DeletionPolicy)}`);
      }),
    ];
  });
}

/**
 * What the update from one set of constructs and platforms to another destroys. A variant that is gone hides what happens to its resources, while its construct
 * remains. A removed construct is a break of the API, and a platform is an example.
 */
export function destroyedIn(before: Surface, after: Surface): Destroyed[] {
  const constructs = new Set(Object.keys(after).map(constructOf));
  return Object.keys(before).filter((where) => constructs.has(constructOf(where)))
    .flatMap((where) => after[where] ? destroyedBetween(where, before[where], after[where]) : [{ resource: where, how: 'its resources are not compared: the variant is gone' }]);
}

function constructOf(where: string): string {
  return where.replace(/ \(.*/, '');
}

function fate(policy: string | undefined): string {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? '; the old resource remains outside the stack' : policy === 'Snapshot' ? '; a snapshot remains' : '; the old resource is deleted';
}
