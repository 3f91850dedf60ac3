import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { refuse } from '../../core/validation';

/** AWS WAF takes ISO 3166-1 alpha-2 codes, at least one (AWS WAF API, GeoMatchStatement). */
export function requireCountryCodes(scope: Construct, rule: string, codes: string[]): void {
  if (codes.length === 0) refuse(scope, `rule '${rule}' has no country, need at least one`);
  const wrong = codes.find((code) => !Token.isUnresolved(code) && !/^[A-Z]{2}$/.test(code));
  if (wrong !== undefined) refuse(scope, `rule '${rule}' has country '${wrong}', need a two-letter code in upper case, for example GB`);
}
