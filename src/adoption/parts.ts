import { Construct } from 'constructs';
import { Context } from './context';

/** A child of a scope, created on first use. */
export function childOf(scope: Construct, id: string): Construct {
  return (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);
}

/** The construct of a scope for what the hardening adds to it. All other ids remain those of the app. */
export function partsOf(scope: Construct): Construct {
  return childOf(scope, 'HardenedDefaults');
}

/** Scope and id of a part that a construct of the app gets, by the kind of the part. */
export function placeOf({ scope, id }: Context, kind: string): [scope: Construct, id: string] {
  return [childOf(partsOf(scope), kind), id];
}
