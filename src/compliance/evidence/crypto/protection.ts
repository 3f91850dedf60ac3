import { given, isUnresolved } from '../../predicates/intrinsics';
import { Json, RenderedResource } from '../../rendered';
import { References } from '../inventory/references';
import { Flow, NotDetermined } from '../model';

/** What protects connections to an endpoint. */
export interface Transport {
  readonly encryption: Flow['encryption'];
  /** What encrypts, or why it is not encrypted or not determined. */
  readonly by: string;
  /** Lowest version of TLS. */
  readonly floor: string | NotDetermined;
  readonly fips: boolean | NotDetermined;
}

export const plain = (by: string): Transport => ({ encryption: 'not encrypted', by, floor: 'none', fips: false });
export const open = (by: string): Transport => ({ encryption: 'not determined', by, floor: 'not determined', fips: 'not determined' });
export const tls = (by: string, floor: string = 'not determined', fips: Transport['fips'] = 'not determined'): Transport => ({ encryption: 'encrypted', by, floor, fips });

// A text that a deployment decides has no version of TLS, even where the name of a parameter looks like one.
export const literal = (value: Json) => given(value) && !isUnresolved(value) ? String(value) : '';
// Whether the name of a policy has FIPS.
export const isFips = (value: Json) => isUnresolved(value) ? 'not determined' : /FIPS/i.test(String(value));

/** What protects connections to a component; undefined if it accepts none. */
export type TransportRule = (resource: RenderedResource, references: References) => Transport | undefined;
