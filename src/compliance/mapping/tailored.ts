import { NO_DOCUMENTS, Review, setTailoredReview } from './review';
import { copyOf } from '../../validation/props';
import { refuse, requireKnown } from '../../validation/refuse';
import { LINE, requireString } from '../../validation/strings';
import { requireReason } from '../effective-acknowledgement';
import { FrameworkBase } from '../model/framework-base';
import { requireStricter, strictest } from '../model/framework-numbers';
import { FrameworkProps } from '../model/framework-props';
import { CONTROL, listOf, requireUnique } from '../model/require-props';
import { TailoringProps } from '../model/tailoring';
import { isSafeguard } from '../safeguards/topics';
import { noSafeguard, similarPhrase } from '../similar';

const NAME = { need: '1 to 50 lower-case letters and digits, and hyphens between them', pattern: /[a-z0-9]+(-[a-z0-9]+)*/, maxLength: 50 };

/** The properties of a framework that differs from another one: stricter numbers, controls that are left out, and controls that are added. */
export function tailoredFrom(base: FrameworkBase, given: TailoringProps): FrameworkProps {
  const tailoring = copyOf('TailoringProps', given);
  requireTailoring(base, tailoring);
  const { name, numbers = {}, leftOut = [], added = [], safeguards = [] } = tailoring;
  const reasons = new Map(leftOut.map(({ control, reason }) => [control, reason]));
  const props: FrameworkProps = {
    id: `${base.id}-${name}`,
    title: tailoring.title ?? `${base.title} (${name})`,
    source: `${base.source}; tailored: ${reasons.size} left out, ${added.length} added`,
    numbers: strictest([base.numbers, numbers]),
    validatedCryptography: tailoring.validatedCryptography ?? base.validatedCryptography,
    controls: [...base.controls.map((control) => reasons.has(control.id) ? { ...control, safeguards: [] } : control), ...added],
    safeguards: [...base._safeguards.map(({ own }) => own), ...safeguards],
    configRules: base.configRules.map((rule) => ({ ...rule, controls: rule.controls.filter((id) => !reasons.has(id)) }))
      .filter(({ controls }) => controls.length > 0),
    securityHubStandards: base.securityHubStandards,
  };
  setTailoredReview(props, () => reviewOf(base, reasons, new Set(added.map(({ id }) => id))));
  return props;
}

function requireTailoring(base: FrameworkBase, tailoring: TailoringProps): void {
  const { name, title, numbers = {}, validatedCryptography, leftOut = [], added = [], safeguards = [] } = tailoring;
  requireString(undefined, 'name', name, NAME);
  requireString(undefined, 'title', title, LINE);
  requireStricter(base.numbers, numbers);
  if (base.validatedCryptography && validatedCryptography === false) refuse(undefined, `validatedCryptography must be true, got false: ${base.title} requires it`);
  requireUnique('leftOut', leftOut.map(({ control }) => control));
  const ids = new Set(base.controls.map(({ id }) => id));
  leftOut.forEach(({ control, reason }, index) => {
    if (!ids.has(control)) refuse(undefined, `leftOut[${index}].control must be the id of a control of ${base.title}, got '${control}'${similarPhrase(String(control), [...ids])}`);
    requireReason(undefined, `leftOut[${index}].reason`, reason);
  });
  const own = [...base._safeguards, ...safeguards].map((safeguard) => safeguard?.id);
  added.forEach(({ id, safeguards: cited }, index) => {
    if (ids.has(id)) refuse(undefined, `added[${index}].id must not be the id of a control of ${base.title}, got '${id}'`);
    const listed: readonly string[] = Array.isArray(cited) ? cited : [];
    for (const value of [cited, ...listed]) requireKnown(undefined, `added[${index}].safeguards`, value);
    const unheard = listed.find((one) => !isSafeguard(one) && !own.includes(one));
    if (unheard !== undefined) refuse(undefined, `added[${index}].safeguards must be ids of safeguards, ${noSafeguard(unheard, own)}`);
  });
  listOf(CONTROL)('added', added);
}

function reviewOf(base: FrameworkBase, reasons: ReadonlyMap<string, string>, added: ReadonlySet<string>): Review {
  const { _review: review, title } = base;
  return {
    extentOf: (control, safeguard) => added.has(control) ? 'part' : review.extentOf(control, safeguard),
    leftOf: (control) => reasons.has(control) ? { notApplicable: `Left out of ${title}: ${reasons.get(control)}` } : review.leftOf(control),
    documentsOf: (control) => reasons.has(control) ? NO_DOCUMENTS : review.documentsOf(control),
    reportsOf: (control) => reasons.has(control) ? [] : review.reportsOf(control),
    relationOf: (control, safeguard) => review.relationOf(control, safeguard),
    relatedTo: (facts) => review.relatedTo(facts).filter((control) => !reasons.has(control)),
  };
}
