import { Json } from '../../../src/compliance/rendered';
import { it_, NO_VALUE, NOT_JUDGED, PARAMETER, Triple, undetermined } from '../triples';

/** The list in a property must include these items. */
export function includes(property: string, items: readonly string[], rest: Json = {}): Triple {
  const missing = (list: string, left = items) => `${property} is ${list}, must include ${left.join(', ')}`;
  return {
    holds: [it_({ ...rest, [property]: [...items] }), it_({ ...rest, [property]: ['other', ...items] })],
    fails: [
      [it_(rest), missing('not set')],
      [it_({ ...rest, [property]: items.slice(1) }), missing(JSON.stringify(items.slice(1)), items.slice(0, 1))],
    ],
    open: [
      [it_({ ...rest, [property]: PARAMETER }), undetermined(property)],
      [it_({ ...rest, [property]: [PARAMETER] }), undetermined(property, [PARAMETER])],
    ],
  };
}

/** The property must be a number of at least `need`; `absent` is the default of the service. */
export function atLeast(property: string, need: number, absent: number, rest: Json = {}, as = property): Triple {
  const low = need - 1;
  const unset: Triple['fails'] = absent < need ? [[it_(rest), `${as} is not set (${absent}), must be at least ${need}`]] : [];
  return {
    holds: [it_(nested(rest, property, need)), it_(nested(rest, property, need + 1)), ...(absent < need ? [] : [it_(rest)])],
    fails: [[it_(nested(rest, property, low)), `${as} is ${low}, must be at least ${need}`], ...unset],
    open: [[it_(nested(rest, property, PARAMETER)), undetermined(as)]],
  };
}

/** Backups must be retained for 7 days. */
export function covers7Days(rest: Json): Triple {
  return atLeast('BackupRetentionPeriod', 7, 1, rest);
}

/** The list in a property must have at least this number of items. */
export function counts(property: string, need: number, rest: Json = {}): Triple {
  const items = Array.from({ length: need }, (_, index) => `item-${index}`);
  return {
    holds: [it_(nested(rest, property, items))],
    fails: [[it_(nested(rest, property, items.slice(1))), `${property} has ${need - 1} item${need === 2 ? '' : 's'}, must have at least ${need}`]],
    open: [
      [it_(nested(rest, property, PARAMETER)), undetermined(property)],
      [it_(nested(rest, property, NO_VALUE)), `${property} has 0 items, must have at least ${need}`],
    ],
  };
}

/** A parameter of the parameter group of a database must have one of these values. */
export function parameterOf(property: string, type: string, name: string, need: readonly string[], wrong: string): Triple {
  const grouped = { [property]: { Ref: 'Group' } };
  const group = (Parameters: Json) => ({ Group: [type, { Family: 'f', Description: 'd', Parameters }] as const });
  return {
    holds: need.map((value) => it_(grouped, group({ [name]: value }))),
    fails: [
      [it_({}), `${property} is not set, must be a group with ${name} ${need[0]}`],
      [it_({ [property]: 'default' }), `${property} is "default", must be a group with ${name} ${need[0]}`],
      [it_(grouped, group({ [name]: wrong })), `${name} is "${wrong}", must be ${need[0]}`],
      [it_(grouped, group({})), `${name} is not set, must be ${need[0]}`],
    ],
    open: [
      [it_({ [property]: PARAMETER }), undetermined(property)],
      [it_(grouped, group({ [name]: PARAMETER })), undetermined(name)],
    ],
  };
}

/** The safeguard does not apply to these properties. */
export function except(triple: Triple, ...properties: readonly Json[]): Triple {
  return { ...triple, open: [...triple.open, ...properties.map((other) => [it_(other), NOT_JUDGED] as const)] };
}

/** The cases of several triples. */
export function both(...triples: readonly Triple[]): Triple {
  return {
    holds: triples.flatMap(({ holds }) => holds),
    fails: triples.flatMap(({ fails }) => fails),
    open: triples.flatMap(({ open }) => open),
  };
}

function nested(rest: Json, property: string, value: Json): Json {
  const [head, ...tail] = property.split('.');
  return { ...rest, [head]: tail.length === 0 ? value : nested(rest[head] ?? {}, tail.join('.'), value) };
}

const authority = (CACertificateIdentifier: unknown) => it_({ CACertificateIdentifier });

/** The certificate authority of a DB instance has not expired. */
export const authorityCurrent: Triple = {
  holds: ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'].map(authority),
  fails: ['rds-ca-2015', 'rds-ca-2019']
    .map((id) => [authority(id), `CACertificateIdentifier is ${id}, which has expired, must be a current one such as rds-ca-rsa2048-g1`] as const),
  open: [[it_({}), NOT_JUDGED], [authority(PARAMETER), undetermined('CACertificateIdentifier')]],
};
