import { anyValue, isTrue, isUnresolved, listOf } from './intrinsics';
import { hasFunction, hasPlaceholder, textOf } from './text';
import { Json } from '../rendered';
import { isWithoutWildcards } from '../worlds/expressions';

/**
 * Principals that a statement admits: `confined` to principals of known accounts, organizations or networks, `public`, or `unknown` where a value resolves only at
 * deployment.
 */
export type Reach = 'confined' | 'unknown' | 'public';

/** Condition keys that confine a statement if their value is fixed. Source: "The meaning of public" (Amazon S3 User Guide), and the keys of the organization. */
const CONFINING = new Map<string, (value: string) => Reach>([
  ...[
    'aws:sourceaccount', 'aws:sourceowner', 'aws:principalaccount', 'kms:calleraccount', 's3:dataaccesspointaccount', 'aws:principalorgid', 'aws:sourceorgid',
    'aws:sourcevpc', 'aws:sourcevpce',
  ].map((key) => [key, fixed] as const),
  // The path of an organization begins with its ID.
  ...['aws:principalorgpaths', 'aws:sourceorgpaths'].map((key) => [key, (value: string) => fixed(value.split('/')[0])] as const),
  // The ID of a role is followed by the name of its session.
  ['aws:userid', (value) => fixed(value.split(':')[0])],
  ...['aws:sourcearn', 'aws:principalarn', 's3:dataaccesspointarn', 'aws:sourcevpcarn'].map((key) => [key, arn] as const),
  // `aws:VpcSourceIp` is none: every account can have a VPC with these private addresses. Source: AWS global condition context keys (IAM User Guide).
  ['aws:sourceip', range],
  ['elasticfilesystem:accesspointarn', arn],
]);
const MATCHING = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;
const WHOLE_VALUE = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase)$/i;
/** A variable of IAM has the value of the request, so it excludes none. Source: same page, a fixed value has neither wildcards nor policy variables. */
const VARIABLE = /\$\{[^}]*:[^}]*\}/g;
const WILDCARD = /[*?]/;
/** An ARN in a known account, whatever follows. */
const FIXED_ACCOUNT = /^arn:([\w-]+|\$\{AWS-Partition\}):[\w-]+:([\w*-]*|\$\{AWS-Region\}):(\d{12}|\$\{AWS-AccountId\}):/;
/** An ARN whose account is literal, that of the stack, or an attribute of a resource. A parameter in its place can be empty or a wildcard. */
const NAMED = /^arn:[^:]*:(iam|sts)::([^:*?$]+|\$\{AWS-AccountId\}|\$\{[^}]+\.[^}]+\}):/;
const ANYONE = /^(\*|arn:[^:]*:(iam|sts)::\*:.*|arn:\*.*)$/;

/** Principals that an `Allow` statement of a resource policy admits. */
export function reachOf(statement: Json): Reach {
  if (statement?.Effect !== 'Allow') return 'confined';
  const principals = principalsOf(statement);
  if (!principals.some((principal) => principal === 'everyone' || principal === 'unknown')) return 'confined';
  const confined = confinedBy(statement.Condition);
  if (confined === 'confined') {
    anyValue(statement.Principal);
    listOf(statement.Principal?.AWS).forEach(anyValue);
    return 'confined';
  }
  return principals.includes('everyone') && confined === 'public' ? 'public' : 'unknown';
}

function principalsOf({ Principal, NotPrincipal }: Json): Array<'everyone' | 'unknown' | 'named'> {
  // Everyone but those that are named.
  if (NotPrincipal !== undefined) return ['everyone'];
  if (Principal === undefined || Principal === null) return [];
  if (isUnresolved(Principal)) return ['unknown'];
  if (typeof Principal === 'string') return [Principal === '*' ? 'everyone' : 'named'];
  return listOf(Principal.AWS).map((principal) => {
    const text = textOf(principal);
    if (ANYONE.test(text)) return 'everyone';
    // An attribute of a resource is a principal of the workload. A parameter or an import may be any value.
    const isNamed = !isUnresolved(principal) || principal['Fn::GetAtt'] || isWithoutWildcards(principal) || NAMED.test(text) || text === '${AWS-AccountId}';
    if (!isNamed) return 'unknown';
    // An attribute is known, unless code decides it.
    if (!principal['Fn::GetAtt']) anyValue(principal);
    return 'named';
  });
}

const NEGATED: Readonly<Record<string, string>> = {
  stringnotequals: 'StringEquals',
  stringnotequalsignorecase: 'StringEqualsIgnoreCase',
  stringnotlike: 'StringLike',
  arnnotequals: 'ArnEquals',
  arnnotlike: 'ArnLike',
  notipaddress: 'IpAddress',
};

/** Requests that a denial of all principals leaves: those with the values of the one key of its negated condition. A key that a request lacks has none of them. */
export function leftByDenial(statement: Json): Reach {
  const [[operator, keys] = ['', undefined], ...others] = Object.entries<Json>(statement.Condition ?? {});
  const positive = NEGATED[operator.toLowerCase()];
  if (statement.Effect !== 'Deny' || !principalsOf(statement).includes('everyone') || !positive || others.length > 0 || Object.keys(keys ?? {}).length !== 1) return 'public';
  return confinedBy({ [positive]: keys });
}

/** Whether a condition confines the requests that meet it. Each key narrows; the values of a key are alternatives. */
export function confinedBy(condition: Json): Reach {
  let left: Reach = 'public';
  if (condition === null || typeof condition !== 'object') return left;
  for (const [operator, keys] of Object.entries<Json>(condition)) {
    if (operator.startsWith('Fn::') || operator === 'Ref' || hasFunction(keys)) {
      left = 'unknown';
      continue;
    }
    // Clients in the VPC of a mount target. Source: "Using IAM to control access to file systems" (Amazon EFS User Guide).
    const viaMountTarget = /^Bool$/i.test(operator) ? listOf(keys?.['elasticfilesystem:AccessedViaMountTarget']) : [];
    if (viaMountTarget.length > 0 && viaMountTarget.every(isTrue)) return 'confined';
    if (!MATCHING.test(operator) || keys === null || typeof keys !== 'object') continue;
    for (const key of Object.keys(keys)) {
      const judgeValue = CONFINING.get(key.toLowerCase());
      if (!judgeValue) continue;
      const reaches = listOf(keys[key]).map((one) => judged(operator, one, judgeValue));
      // A key without values narrows nothing that is known.
      if (reaches.length === 0) continue;
      if (reaches.every((reach) => reach === 'confined')) return 'confined';
      if (!reaches.includes('public')) left = 'unknown';
    }
  }
  return left;
}

function judged(operator: string, value: Json, judgeValue: (text: string) => Reach): Reach {
  const text = textOf(value);
  const matched = text.replace(VARIABLE, '*');
  const isWhole = WHOLE_VALUE.test(operator) && matched === text;
  const reach = judgeValue(matched);
  // `*` is no wildcard in these operators, and no account, organization or network has the name: any value confines, also that of an account in an ARN.
  const isAny = judgeValue === arn ? reach === 'unknown' && matched.startsWith('arn:') && !matched.includes('${?}') : judgeValue !== range;
  if (reach === 'confined' && judgeValue === arn && FIXED_ACCOUNT.test(matched)) anyValue(value);
  return isWhole && isAny ? (anyValue(value), 'confined') : reach;
}

// Placeholders are not values: `${?}` is one that only a deployment knows.
function hasWildcard(value: string): boolean {
  return WILDCARD.test(value.replace(/\$\{[^}]*\}/g, ''));
}

function fixed(value: string): Reach {
  if (value === '' || hasWildcard(value)) return 'public';
  return hasPlaceholder(value) && !/^\$\{(AWS-\w+|[^}]+\.[^}]+)\}$/.test(value) ? 'unknown' : 'confined';
}

function arn(value: string): Reach {
  if (/^\$\{[^}:]+\}$/.test(value)) return value.includes('.') ? 'confined' : 'unknown';
  const [, , service = '*', , account = '*', ...rest] = value.split(':');
  // A parameter can be a wildcard.
  if (account !== '') return fixed(account);
  // ARNs of buckets, distributions and hosted zones have no account. Their name is fixed, which is the first part of the ARN of a bucket, and follows the kind in others.
  const parts = rest.join(':').split('/').filter((part) => part !== '');
  const fixedParts = parts.findIndex(hasWildcard);
  return !hasWildcard(service) && parts.length > 0 && (fixedParts === -1 || fixedParts >= (service === 's3' ? 1 : 2)) ? 'confined' : 'public';
}

function range(value: string): Reach {
  if (hasPlaceholder(value)) return /^\$\{[^}]+\.CidrBlock\}$/.test(value) ? 'confined' : 'unknown';
  const [address, bits] = value.split('/');
  if (bits === undefined) return WILDCARD.test(address) ? 'public' : 'confined';
  return Number(bits) >= (address.includes(':') ? 16 : 8) ? 'confined' : 'public';
}
