import { oncePerPeers } from './indexed';
import { anyValue, given, isTrue, listOf } from './intrinsics';
import { receivesLogs } from './log-destination';
import { fails, HOLDS, Outcome, undecided, undetermined } from './outcome';
import { parsed, statementsOf } from './policy';
import { actionPattern, hasFunction, hasPlaceholder, textOf } from './text';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';
import { isCustom } from '../worlds/expressions';
import { targetOf } from '../worlds/intrinsics';

const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';

/** Resource types whose policies grant permissions to a principal. */
export const IDENTITY_POLICIES = ['AWS::IAM::Policy', MANAGED_POLICY, 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'];
export const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::SSO::PermissionSet'];

/** Condition keys that narrow a statement to resources with a tag, to a service, or to an encryption context. */
const NARROWING = /(resourcetag\/|existingobjecttag\/|^kms:viaservice$|^kms:encryptioncontext|^kms:requestalias$|^kms:resourcealiases$|^dynamodb:leadingkeys$|^s3:dataaccesspoint|^iam:permissionsboundary$|^iam:policyarn$|^aws:calledvia)/i;

/** Services whose ARNs have the name of a resource where others have its kind. Source: "Resource types", Service Authorization Reference. */
const WITHOUT_KIND = new Set(['sqs', 'sns', 'execute-api', 'apigateway', 'codecommit', 'codepipeline', 'aws-marketplace', 'cassandra']);
/** All resources of all services: `*`, `arn:*`, `arn:aws:*`, `*:*`, `arn:*:*:*:*:*`. */
const EVERYTHING = /^(\*|arn:\*|arn:[^:]*:\*|(\*:)+\*|arn(:\*){5})$/;
/** A name that consists of wildcards: `*`, `?*`, `????-*`. */
const BROAD_NAME = /^\W*[*?]\W*$/;
/** A kind, or a part of one, without a part of a name: `role/*`, `role*`, `parameter/?*`, `log-group:*:log-stream:*`. */
const BROAD_RESOURCE = /^[\w-]*[:/]?\W*[*?]\W*([:/][\w-]+[:/]\W*[*?]\W*)*$/;

const bucketsIn = oncePerPeers((templates) => templates.flatMap((template) => template.all('AWS::S3::Bucket')));

/** An `Allow` statement of an identity policy. */
export class Grant {
  constructor(private readonly resource: RenderedResource, private readonly statement: Json) {}

  /** The first of the actions that the statement allows. `Action` matches with `*` and `?`; `NotAction` allows every other action. */
  public allowed(actions: readonly string[]): string | undefined {
    const { Action, NotAction } = this.statement;
    if (NotAction !== undefined) {
      const excluded = listOf(NotAction).map(textOf).map(actionPattern);
      return actions.find((action) => !excluded.some((pattern) => pattern.test(action)));
    }
    const patterns = listOf(Action).map(textOf).filter((text) => !hasPlaceholder(text));
    return patterns.find((text) => {
      const pattern = actionPattern(text);
      return actions.some((action) => pattern.test(action));
    });
  }

  /** The literal actions. */
  public get actions(): readonly string[] {
    return listOf(this.statement.Action).map(textOf).filter((text) => !hasPlaceholder(text));
  }

  /** Whether an action resolves only at deployment. */
  public get hasUnknownAction(): boolean {
    return listOf(this.statement.Action).map(textOf).some(hasPlaceholder) || hasFunction(this.statement.Action);
  }

  /** Declares that no action makes a difference. */
  public ignoreActions(): void {
    listOf(this.statement.Action).forEach(anyValue);
    anyValue(this.statement.Action);
  }

  /** Whether the statement allows every action but some. */
  public get isInverted(): boolean {
    return ['NotAction', 'NotResource', 'NotPrincipal'].some((key) => given(this.statement[key]));
  }

  /** Whether a condition narrows the statement to resources with a tag, to a service or to an encryption context. */
  public get isNarrowed(): boolean {
    return isNarrowed(this.statement.Condition);
  }

  /** Whether the statement applies to all resources of a kind: `yes`, `no`, or `unknown` where a value resolves only at deployment. */
  public get isBroad(): 'yes' | 'no' | 'unknown' {
    const { Resource, NotResource } = this.statement;
    if (NotResource !== undefined) return 'yes';
    const breadths = listOf(Resource).map((one) => this.breadth(one));
    return breadths.find((breadth) => breadth === 'yes') ?? breadths.find((breadth) => breadth === 'unknown') ?? 'no';
  }

  /** The buckets that `Resource` names, by reference or by their literal name. */
  public bucketsAmong(buckets: readonly RenderedResource[]): RenderedResource[] {
    const { template } = this.resource;
    return listOf(this.statement.Resource).flatMap((one) => {
      const [, name] = /^arn:[^:]*:s3:::([^/*?]+)/.exec(textOf(one)) ?? [];
      return buckets.filter((bucket) => template.mentions(one, bucket) || name !== undefined && bucket.properties.BucketName === name);
    });
  }

  /** Whether `Resource` is all resources of all services. */
  public get isOnEverything(): 'yes' | 'no' | 'unknown' {
    const { Resource, NotResource } = this.statement;
    if (NotResource !== undefined || listOf(Resource).map(textOf).some((text) => EVERYTHING.test(text))) return 'yes';
    return this.isBroad === 'unknown' ? 'unknown' : 'no';
  }

  private breadth(resource: Json): 'yes' | 'no' | 'unknown' {
    const breadth = this.breadthOfText(textOf(resource), resource);
    // The part of a named resource that resolves at deployment is not its breadth. An attribute is known, unless code decides it.
    const isKnown = targetOf(resource)[1] === undefined && !isCustom(this.resource.template.referenced(resource)?.type);
    return breadth === 'no' && isKnown ? (anyValue(resource), 'no') : breadth;
  }

  private breadthOfText(text: string, resource: Json): 'yes' | 'no' | 'unknown' {
    if (this.resource.template.referenced(resource)) return 'no';
    // A value that a deployment gives can be empty, which leaves the wildcard alone.
    const [, alone] = /^(\$\{[^}]*\})[*?]*$/.exec(text) ?? [];
    if (alone) return this.isOfTemplate(alone) ? 'no' : 'unknown';
    if (/^[*?]+$/.test(text) || EVERYTHING.test(text)) return 'yes';
    const [, , service = '', , , ...rest] = text.split(':');
    // What a placeholder stands for is a part of a name.
    const name = rest.join(':').replace(/\$\{[^}]*\}/g, 'x');
    if (/^s3/.test(service)) return /^\*/.test(name) || BROAD_NAME.test(name) ? 'yes' : 'no';
    if (/[*?]/.test(service)) return 'yes';
    return (WITHOUT_KIND.has(service) ? BROAD_NAME : BROAD_RESOURCE).test(name) ? 'yes' : 'no';
  }

  // `${LogicalId.Attribute}` or `${LogicalId}` of a resource.
  private isOfTemplate(text: string): boolean {
    const id = text.slice(2, -1).split('.')[0];
    return this.resource.template.referenced({ Ref: id }) !== undefined;
  }
}

/** The `Allow` statements of a resource with identity policies. */
function grantsOf(resource: RenderedResource): Grant[] {
  return documentsOf(resource).flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow').map((statement) => new Grant(resource, statement));
}

/** Fails for the first statement with an excess, which is an action. Unknown if the excess depends on a value that resolves only at deployment. */
export function noGrant(resource: RenderedResource, excessOf: (grant: Grant) => { readonly excess?: string; readonly unknown?: boolean }): Outcome {
  const found = grantsOf(resource).map(excessOf);
  const excess = found.find((one) => one.excess !== undefined && !one.unknown)?.excess;
  if (excess !== undefined) return fails(`a statement allows ${excess}, must allow fewer actions or resources`);
  const unreadable = documentsOf(resource).some((document) => parsed(document) === undefined || hasFunction(parsed(document)));
  if (found.some(({ unknown }) => unknown) || unreadable) return undetermined('an action or resource of a statement');
  const unread = unreadPolicyOf(resource);
  return unread === undefined ? HOLDS : undecided(`${unread}, which is not in the templates`);
}

/** The first attached policy of the customer that no template has, in words. Policies of AWS are read by name. */
function unreadPolicyOf({ properties, template }: RenderedResource): string | undefined {
  const { ManagedPolicyArns, CustomerManagedPolicyReferences } = properties;
  const arn = listOf(ManagedPolicyArns).filter(given).find((one) => {
    const text = textOf(one);
    return /:policy\//.test(text) && !/:iam::aws:policy\//.test(text) && !template.referenced(one) && !template.named(MANAGED_POLICY, text.split('/').pop()!);
  });
  if (arn !== undefined) return `ManagedPolicyArns has ${textOf(arn)}`;
  const reference = listOf(CustomerManagedPolicyReferences).find((one) => !template.named(MANAGED_POLICY, one?.Name));
  return reference && `CustomerManagedPolicyReferences has ${textOf(reference.Name)}`;
}

/** The excess of a statement that allows one of the actions on all resources of a kind, and has no condition that narrows it. */
export function onAnythingUnconditionally(grant: Grant, actions: readonly string[]): { excess?: string; unknown?: boolean } {
  const found = onAnything(grant, actions);
  // The condition of a statement that allows none of the actions is not read.
  return (found.excess !== undefined || found.unknown) && grant.isNarrowed ? {} : found;
}

/** The excess of a statement that allows one of the actions on all resources of a kind. */
export function onAnything(grant: Grant, actions: readonly string[]): { excess?: string; unknown?: boolean } {
  const excess = grant.allowed(actions);
  if (excess === undefined && !grant.hasUnknownAction) return {};
  const { isBroad } = grant;
  if (isBroad === 'no') {
    grant.ignoreActions();
    return {};
  }
  return excess === undefined ? { unknown: true } : { excess, unknown: isBroad === 'unknown' };
}

/** The excess of a statement that allows one of the actions on a bucket that receives logs, and has no condition that narrows it. */
export function onLogBucket(grant: Grant, actions: readonly string[], template: RenderedTemplate): { excess?: string; unknown?: boolean } {
  const buckets = bucketsIn(template);
  if (buckets.length === 0) return {};
  const excess = grant.allowed(actions);
  if (excess === undefined && !grant.hasUnknownAction) return {};
  if (grant.isNarrowed || !grant.bucketsAmong(buckets).some(receivesLogs)) {
    grant.ignoreActions();
    return {};
  }
  return excess === undefined ? { unknown: true } : { excess: `${excess} on a log bucket` };
}

function documentsOf({ properties }: RenderedResource): Json[] {
  return [properties.PolicyDocument, properties.InlinePolicy, ...listOf(properties.Policies).map((policy) => policy?.PolicyDocument)].filter(given);
}

function isNarrowed(condition: Json): boolean {
  if (condition === null || typeof condition !== 'object') return false;
  const forAwsResource = listOf(condition.Bool?.['kms:GrantIsForAWSResource']);
  if (forAwsResource.length > 0 && forAwsResource.every(isTrue)) return true;
  return Object.entries<Json>(condition).some(([operator, keys]) => /^(ForAnyValue:)?(String(Equals|Like|EqualsIgnoreCase)|Arn(Equals|Like))$/i.test(operator)
    && Object.keys(keys ?? {}).some((key) => NARROWING.test(key) && listOf(keys[key]).every(isNoWildcard)));
}

// A text around a part that resolves at deployment narrows, whatever the part is.
function isNoWildcard(value: Json): boolean {
  const text = textOf(value);
  if (/\w/.test(text.replace(/\$\{[^}]*\}/g, ''))) anyValue(value);
  return !/^[*?]*$/.test(text);
}
