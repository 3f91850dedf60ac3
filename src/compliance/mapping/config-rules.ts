import { Citation, idsOf } from './citations';
import { ManagedConfigRule } from '../model/config-rule';
import { CONFIG_RULES } from '../sources/config-rules';

const GOVCLOUD = ['us-gov-east-1', 'us-gov-west-1'];

/** The managed rules of AWS Config that serve a framework's controls, by the published mapping. */
export function mappedRules(controls: ReadonlyArray<readonly string[]>, citation: Citation): ManagedConfigRule[] {
  return joinedRules(controls.map(([id]) => [id, [id]]), citation);
}

/** As `mappedRules`, for controls that stand for controls of another catalogue. */
export function joinedRules(controls: ReadonlyArray<readonly [id: string, through: readonly string[]]>, citation: Citation): ManagedConfigRule[] {
  return CONFIG_RULES.flatMap(([name, identifier, securityHub, where, parameters]) => {
    const cited = new Set(citation({ sources: { securityHub: idsOf(securityHub) } }));
    const served = controls.filter(([, through]) => through.some((id) => cited.has(id))).map(([id]) => id);
    return served.length === 0 ? [] : [{
      name,
      identifier: identifier || name.toUpperCase().replace(/-/g, '_'),
      controls: served,
      ...(parameters && { parameters: Object.fromEntries(parameters.split(';').map((parameter) => parameter.split('='))) }),
      ...(where === 'us-east-1' && { onlyIn: [where] }),
      ...(where === 'commercial' && { notIn: GOVCLOUD }),
    }];
  });
}
