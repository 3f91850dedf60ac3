import { ResourceSafeguard } from '../model/safeguard';
import { acceptsForeignSubjects } from '../predicates/federated-subjects';
import { oncePerPeers } from '../predicates/indexed';
import { listOf } from '../predicates/intrinsics';
import { fails, HOLDS, Outcome, undetermined } from '../predicates/outcome';
import { parsed, statementsOf } from '../predicates/policy';
import { confinedBy, reachOf } from '../predicates/principals';
import { hasFunction, textOf } from '../predicates/text';
import { Json, RenderedResource } from '../rendered';

const ON_ROLES = ['AWS::IAM::Role'];
const TRUST = 'AssumeRolePolicyDocument';

const accountsIn = oncePerPeers((templates) => new Set(templates.map(({ stack }) => stack.account)));

/** Safeguards of the trust policies of IAM roles. */
export const IAM_ROLE_TRUST: ResourceSafeguard[] = [
  {
    id: 'IAM.TrustNotPublic',
    on: ON_ROLES,
    statement: 'the trust policy does not allow all principals to assume the role',
    rationale: 'Everyone with an AWS account could obtain the permissions of the role',
    remedy: 'name the principals in the trust policy',
    severity: 'critical',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    sources: {},
    always: true,
    judge: (role) => firstOf(role, (statement) => {
      const reach = reachOf(statement);
      if (reach === 'public') return fails(`${TRUST} admits all principals, must name principals`);
      return reach === 'unknown' ? undetermined('a principal or condition') : undefined;
    }),
  },
  {
    id: 'IAM.TrustExternalId',
    on: ON_ROLES,
    statement: 'principals of other accounts need an external ID, or belong to the organization',
    rationale: 'A third party that assumes roles for several customers can be made to assume the role for the wrong one (confused deputy)',
    remedy: 'add a condition on `sts:ExternalId` or `aws:PrincipalOrgID`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    sources: {},
    always: true,
    judge: (role) => firstOf(role, (statement) => {
      const accounts = listOf(statement.Principal?.AWS).map(textOf).map((text) => /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(text)?.[1])
        .filter((account) => account !== undefined);
      const own = accountsIn(role.template);
      const foreign = accounts.find((account) => !own.has(account));
      if (foreign === undefined || hasCondition(statement, /^sts:externalid$/i) || confinedBy(onlyKeys(statement.Condition, /aws:principalorg/i)) === 'confined') return undefined;
      // The account of a stack without an environment is known only at deployment.
      return [...own].every((account) => /^\d{12}$/.test(account))
        ? fails(`${TRUST} trusts account ${foreign} without a condition, must require sts:ExternalId or aws:PrincipalOrgID`)
        : undetermined(`whether account ${foreign} is the account of the stack`);
    }),
  },
  {
    id: 'IAM.TrustFederationConfined',
    on: ON_ROLES,
    statement: 'federated identities are limited by subject',
    rationale: 'Without a condition on the subject, every repository, cluster or user of the identity provider can assume the role',
    remedy: 'add a condition on `<provider>:sub` (OpenID Connect), or on `SAML:aud`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    sources: {},
    always: true,
    judge: (role) => firstOf(role, (statement) => {
      const actions = listOf(statement.Action).map((action) => textOf(action).toLowerCase());
      const isSaml = actions.includes('sts:assumerolewithsaml');
      if (!isSaml && !actions.includes('sts:assumerolewithwebidentity')) return undefined;
      if (hasFunction(statement.Condition) || Object.values<Json>(statement.Condition ?? {}).some(hasFunction)) return undetermined('the condition on the subject');
      // Amazon Cognito identity pools are distinguished by audience.
      const isPool = /cognito-identity/.test(JSON.stringify(statement.Principal));
      const values = valuesOf(statement.Condition, isSaml ? /^saml:(aud|sub|iss|namequalifier)$/i : isPool ? /:(sub|aud)$/i : /:sub$/i);
      const subject = isSaml ? 'SAML:aud' : 'the subject (:sub)';
      if (values.length === 0) return fails(`${TRUST} has no condition on ${subject}, must limit who can assume the role`);
      const [, open] = values.find(([key, value]) => acceptsForeignSubjects(key, value)) ?? [];
      if (open !== undefined) return fails(`${TRUST} accepts ${open} as ${subject}, must be narrower`);
      // A resource of the template has one identifier.
      const isOpen = (value: string) => {
        const [, name] = /^\$\{(?!AWS-)([^.}]*)\}$/.exec(value) ?? [];
        return name !== undefined && role.template.resource(name) === undefined;
      };
      return values.some(([, value]) => isOpen(value)) ? undetermined(subject) : undefined;
    }),
  },
];

function firstOf(role: RenderedResource, judge: (statement: Json) => Outcome | undefined): Outcome {
  const document = role.properties[TRUST];
  if (parsed(document) === undefined || hasFunction(parsed(document))) return undetermined(TRUST);
  const outcomes = statementsOf(document).filter(({ Effect }) => Effect === 'Allow').map(judge).filter((outcome) => outcome !== undefined);
  return outcomes.find(({ result }) => result === 'fails') ?? outcomes[0] ?? HOLDS;
}

function hasCondition({ Condition }: Json, key: RegExp): boolean {
  return valuesOf(Condition, key).some(([, value]) => !/^[*?]*$/.test(value));
}

/** The values that a condition accepts for a key, each with the key. */
function valuesOf(condition: Json, key: RegExp): Array<[key: string, value: string]> {
  return Object.entries<Json>(condition ?? {}).filter(([operator]) => /^(ForAnyValue:)?String(Equals|Like|EqualsIgnoreCase)$/i.test(operator))
    .flatMap(([, keys]) => Object.entries<Json>(keys ?? {})).filter(([name]) => key.test(name))
    .flatMap(([name, value]) => listOf(value).map((one): [string, string] => [name, textOf(one)]));
}

function onlyKeys(condition: Json, key: RegExp): Json {
  return Object.fromEntries(Object.entries<Json>(condition ?? {}).map(([operator, keys]) => [
    operator, hasFunction(keys) ? {} : Object.fromEntries(Object.entries(keys ?? {}).filter(([name]) => key.test(name))),
  ]));
}
