import { RegionInfo } from 'aws-cdk-lib/region-info';
import { awsService, INTERNET, OutsideParty } from './flow-book';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { isAnyone } from '../../predicates/policy';
import { reachOf } from '../../predicates/principals';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { References } from '../inventory/references';

const ACCOUNT = /^(?:arn:[^:]*:(?:iam|sts)::)?([^:]+)(?::|$)/;
/** Accounts of Elastic Load Balancing, which write access logs in some Regions. */
const LOAD_BALANCING = new Set(RegionInfo.regions.flatMap(({ elbv2Account }) => elbv2Account ?? []));

/** Who a statement of a resource policy admits from outside the account of the policy. Services and principals of the account are not listed. */
export function partiesOf(statement: Json, policy: RenderedResource, references: References): OutsideParty[] {
  const { Principal } = statement;
  const reach = reachOf(statement);
  if (reach === 'public') return [INTERNET];
  const named = [
    ...listOf(typeof Principal === 'string' ? undefined : Principal?.AWS).flatMap((principal) => partiesOfPrincipal(principal, policy, references)),
    ...listOf(Principal?.CanonicalUser).map((user) => account(`canonical user ${textOf(user)}`)),
    ...listOf(Principal?.Federated).map((name): OutsideParty => ({ kind: 'identity provider', name: providerOf(name, policy, references), purpose: 'Provider whose identities a role trusts', isThirdParty: true })),
  ];
  if (reach === 'unknown') return [...named, unknownPrincipals(policy)];
  return isAnyone(statement) || statement.NotPrincipal !== undefined ? [...named, ...partiesOfCondition(statement.Condition, policy)] : named;
}

// A provider of the templates has its URL, or the name that an administrator gave it.
function providerOf(name: Json, policy: RenderedResource, references: References): string {
  const provider = references.in(name, policy).find(({ type }) => /^AWS::IAM::(OIDC|SAML)Provider$/.test(type));
  const { Url, Name } = provider?.properties ?? {};
  return provider ? references.text(Url ?? Name ?? provider.logicalId, provider) : references.text(name, policy);
}

/** Another account, organization or principal that a principal as text is; none for services, for everyone and for principals of the account. */
export function partiesOfPrincipal(principal: Json, policy: RenderedResource, references: References): OutsideParty[] {
  const text = textOf(principal);
  if (text === '*' || references.in(principal, policy).length > 0) return [];
  const [, id = text] = ACCOUNT.exec(text) ?? [];
  if (id === '*' || id === '${AWS-AccountId}' || id === policy.template.stack.account) return [];
  if (LOAD_BALANCING.has(id)) return [awsService(`elasticloadbalancing.amazonaws.com (account ${id})`)];
  return [isUnresolved(principal) && id === text ? unknownPrincipals(policy) : account(id)];
}

/** Principals that only a deployment knows, which can be everyone. */
function unknownPrincipals({ logicalId }: RenderedResource): OutsideParty {
  return { kind: 'unknown', name: `principals of ${logicalId}`, purpose: 'Principals that only a deployment knows', isUnknown: true };
}

function account(name: string): OutsideParty {
  return { kind: 'account', name, purpose: 'Account that a policy admits', isThirdParty: true };
}

function organization(id: Json): OutsideParty {
  return { kind: 'account', name: `organization ${textOf(id)}`, purpose: 'Accounts of an organization that a policy admits', isThirdParty: false };
}

type Confined = (value: string, policy: RenderedResource) => OutsideParty[];

const ofAccount: Confined = (value, { template }) => (
  value === '${AWS-AccountId}' || value === template.stack.account ? [] : [account(value)]);
const ofArn: Confined = (value, policy) => {
  const id = value.split(':')[4] ?? value;
  return id === '' ? [] : ofAccount(id, policy);
};
const ofNetwork: Confined = (name) => [{ kind: 'resource', name, purpose: 'Network or VPC endpoint that a policy admits' }];

/** Conditions that confine everyone, and the principals that they leave. */
const CONDITIONS: Readonly<Record<string, Confined>> = {
  'aws:principalorgid': (id) => [organization(id)],
  'aws:principalorgpaths': (path) => [organization(path.split('/')[0])],
  'aws:principalaccount': ofAccount,
  'kms:calleraccount': ofAccount,
  'aws:principalarn': ofArn,
  'aws:sourcevpc': ofNetwork,
  'aws:sourcevpce': ofNetwork,
  'aws:sourceip': (name) => [{ kind: 'address range', name, purpose: 'Addresses that a policy admits', isThirdParty: true }],
};

function partiesOfCondition(condition: Json, policy: RenderedResource): OutsideParty[] {
  const parties = Object.values<Json>(condition ?? {}).flatMap((keys) => Object.entries<Json>(keys ?? {}).flatMap(([key, values]) => (
    listOf(values).flatMap((value) => CONDITIONS[key.toLowerCase()]?.(textOf(value), policy) ?? []))));
  return [...new Map(parties.map((party) => [party.name, party])).values()];
}

/** Callers from outside the account that a permission of a function admits; undefined for a service, whose events are connections of their own. */
export function partiesOfPermission(permission: RenderedResource, references: References): OutsideParty[] | undefined {
  const { Principal, PrincipalOrgID, SourceArn, SourceAccount } = permission.properties;
  const text = textOf(Principal);
  if (/\.amazonaws\.com(\.cn)?$/.test(text)) return undefined;
  if (text !== '*') return partiesOfPrincipal(Principal, permission, references);
  if (given(PrincipalOrgID)) return [organization(PrincipalOrgID)];
  if (given(SourceAccount)) return ofAccount(textOf(SourceAccount), permission);
  return given(SourceArn) ? undefined : [INTERNET];
}
