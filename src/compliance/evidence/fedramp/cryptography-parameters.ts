import { Cryptography } from '../model';
import { ParameterFact } from '../parameters';

const CURRENT = ['TLS 1.2', 'TLS 1.3'];

/** Organization-defined parameters of SC-12 and SC-13: rotation of keys, TLS floor, encryption at rest and validated modules. */
export function cryptographyParameters({ atRest, inTransit, keys, modules }: Cryptography): ParameterFact[] {
  const ofKms = keys.filter(({ type }) => type === 'AWS::KMS::Key');
  const current = inTransit.filter(({ floor }) => CURRENT.includes(floor));
  const encrypted = atRest.filter(({ by }) => by !== 'not encrypted' && by !== 'not determined');
  const uses = [
    ...inTransit.length > 0 ? [`TLS 1.2 or later at ${current.length} of ${inTransit.length} endpoints`] : [],
    ...atRest.length > 0 ? [`encryption at rest of ${encrypted.length} of ${atRest.length} components`] : [],
    ...modules.map(({ module, certificate }) => `${module} (${certificate})`),
  ];
  return [
    ...ofKms.length > 0 ? [{ control: 'SC-12', parameterId: 'sc-12_odp', value: `keys in AWS KMS: ${tally(ofKms.map(({ rotation }) => `rotation ${rotation}`))}` }] : [],
    ...uses.length > 0 ? [{ control: 'SC-13', parameterId: 'sc-13_odp.02', value: uses.join('; ') }] : [],
  ];
}

function tally(texts: readonly string[]): string {
  return [...new Set(texts)].map((text) => `${text} on ${texts.filter((each) => each === text).length} of ${texts.length}`).join(', ');
}
