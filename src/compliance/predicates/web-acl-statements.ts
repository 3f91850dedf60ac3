import { isWorld } from './cidr';
import { given, isSame, listOf } from './intrinsics';
import { Json, RenderedTemplate } from '../rendered';

/** Requests that a statement of a web ACL matches: all of them, none, some, or `unknown` where an IP set is not in the templates. */
export type Matched = 'all' | 'none' | 'some' | 'unknown';

const OPPOSITE: Readonly<Record<Matched, Matched>> = { all: 'none', none: 'all', some: 'some', unknown: 'unknown' };
/** Regular expressions that every text, and every path, matches. */
const EVERY_TEXT = /^\^?\.\*\$?$/;
const EVERY_PATH = /^(\^?\/|\^?\/?\.[*+]\$?)$/;

/** Requests that a statement matches. A group, a label or a signature matches some. */
export function matchedBy(template: RenderedTemplate, statement: Json): Matched {
  if (!given(statement)) return 'some';
  const { AndStatement, OrStatement, NotStatement, IPSetReferenceStatement } = statement;
  const { SizeConstraintStatement, ByteMatchStatement, RegexMatchStatement } = statement;
  const each = (nested: Json) => listOf(nested.Statements).map((one) => matchedBy(template, one));
  if (given(AndStatement)) return every(each(AndStatement));
  // Some of several statements match where not all of their opposites do.
  if (given(OrStatement)) return OPPOSITE[every(each(OrStatement).map((matched) => OPPOSITE[matched]))];
  if (given(NotStatement)) return OPPOSITE[matchedBy(template, NotStatement.Statement)];
  if (given(IPSetReferenceStatement)) return addressesIn(template, IPSetReferenceStatement.Arn);
  if (given(SizeConstraintStatement)) return bySize(SizeConstraintStatement);
  if (given(ByteMatchStatement)) return byText(ByteMatchStatement);
  if (given(RegexMatchStatement)) return byPattern(RegexMatchStatement);
  const narrowed = (statement.RateBasedStatement ?? statement.ManagedRuleGroupStatement)?.ScopeDownStatement;
  return given(narrowed) && matchedBy(template, narrowed) === 'none' ? 'none' : 'some';
}

function every(matched: readonly Matched[]): Matched {
  if (matched.includes('none')) return 'none';
  if (matched.length > 0 && matched.every((one) => one === 'all')) return 'all';
  return matched.includes('some') || matched.length === 0 ? 'some' : 'unknown';
}

// AWS WAF accepts no range of all addresses: two halves of them are all (AWS WAF API Reference, IPSet).
function addressesIn(template: RenderedTemplate, arn: Json): Matched {
  const set = template.referenced(arn);
  if (set?.type !== 'AWS::WAFv2::IPSet') return 'unknown';
  return listOf(set.properties.Addresses).some(isWorld) ? 'all' : 'some';
}

function bySize({ ComparisonOperator: operator, Size }: Json): Matched {
  if (!isSame(Size, 0)) return 'some';
  return operator === 'GE' ? 'all' : operator === 'LT' ? 'none' : 'some';
}

// Every path begins with a slash.
function byText({ FieldToMatch, PositionalConstraint, SearchString, SearchStringBase64 }: Json): Matched {
  const isSlash = SearchString === '/' || SearchStringBase64 === 'Lw==';
  return given(FieldToMatch?.UriPath) && isSlash && ['STARTS_WITH', 'CONTAINS'].includes(PositionalConstraint) ? 'all' : 'some';
}

function byPattern({ FieldToMatch, RegexString }: Json): Matched {
  const text = String(RegexString);
  return EVERY_TEXT.test(text) || given(FieldToMatch?.UriPath) && EVERY_PATH.test(text) ? 'all' : 'some';
}
