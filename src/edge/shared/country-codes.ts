import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, requireKnown, requireList } from '../../core/validation';

/** Country codes that AWS WAF accepts: those of ISO 3166-1 alpha-2, and `XK` for Kosovo (AWS WAF API, GeoMatchStatement). */
export const COUNTRY_CODES: ReadonlySet<string> = new Set(`
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ
  BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR
  CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
  ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
  LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
  MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
  PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
  SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR
  TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
`.trim().split(/\s+/));

/** Country codes that AWS WAF accepts and CloudFront does not (CloudFormation schema of AWS::CloudFront::Distribution, GeoRestriction). */
export const WAF_ONLY: readonly string[] = ['XK'];

/** Refuses codes of no country. Codes that are tokens pass. */
export function requireCountryCodes(scope: IConstruct, prop: string, codes: string[], refused: readonly string[] = []): void {
  requireKnown(scope, prop, codes);
  requireList(scope, prop, codes);
  codes.forEach((code, index) => {
    // A token of a list is no code.
    if ((isUnresolved(code) && !Array.isArray(code)) || (COUNTRY_CODES.has(code) && !refused.includes(code))) return;
    mustBe(scope, `${prop}[${index}]`, 'an ISO 3166-1 alpha-2 code in upper case such as GB', code);
  });
}
