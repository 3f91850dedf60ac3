import { IConstruct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';

/**
 * Accepts, at one resource and with a reason, what scanners hold against it: safeguard ids and bare cdk-nag rule ids.
 * A prefixed cdk-nag id would mute the rule on the user's own resources too.
 */
export function accept(resource: IConstruct, reason: string, ...ids: string[]): void {
  ids.forEach((id) => acknowledge(resource, { id, reason }));
}
