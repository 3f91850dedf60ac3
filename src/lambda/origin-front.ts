import {
  CloudFrontClient, DistributionConfig, GetDistributionCommand, GetDistributionConfigCommand, UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { DescribeRulesCommand, ElasticLoadBalancingV2Client, ModifyRuleCommand, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Failure } from './failure';

/** Maximum condition values of a rule (Elastic Load Balancing User Guide, Quotas for your Application Load Balancers). */
const MAX_VALUES = 5;

export interface Clients {
  readonly cloudFront: CloudFrontClient;
  readonly loadBalancers: ElasticLoadBalancingV2Client;
}

/** Distributions that send the secret, and listener rules that compare it. */
export interface Parties {
  readonly headerName: string;
  readonly distributions: string[];
  readonly rules: string[];
}

/** The ARNs of rules from the environment: for each listener the ARN of one rule and the ids of the others, because all ARNs would exceed its limit. */
export function ruleArns(text: string): string[] {
  return text.split(',').filter(Boolean).flatMap((ofListener) => {
    const [first, ...ids] = ofListener.split(' ');
    return [first, ...ids.map((id) => first.slice(0, first.lastIndexOf('/') + 1) + id)];
  });
}

/** Header values that the distributions are configured to send. */
export async function sent({ cloudFront }: Clients, { distributions, headerName }: Parties): Promise<string[]> {
  const found = await Promise.all(distributions.map(async (Id) => {
    const { DistributionConfig: config } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
    return headersOf(config!, headerName).map(({ HeaderValue }) => HeaderValue!);
  }));
  return [...new Set(found.flat())];
}

/** Configures the distributions to send one value. Distributions that already send it are not updated. */
export async function send({ cloudFront }: Clients, { distributions, headerName }: Parties, value: string): Promise<void> {
  for (const Id of distributions) {
    const { DistributionConfig: config, ETag } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
    const headers = headersOf(config!, headerName);
    if (headers.length === 0) throw new Failure(`distribution ${Id} sends no ${headerName}`);
    if (headers.every(({ HeaderValue }) => HeaderValue === value)) continue;
    for (const header of headers) header.HeaderValue = value;
    // The ETag rejects the update if the distribution has changed since.
    await cloudFront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: config }));
  }
}

/** Whether all distributions are deployed with this value only. */
export async function sendEverywhere({ cloudFront }: Clients, { distributions, headerName }: Parties, value: string): Promise<boolean> {
  const done = await Promise.all(distributions.map(async (Id) => {
    const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id }));
    const headers = headersOf(Distribution!.DistributionConfig!, headerName);
    return Distribution!.Status === 'Deployed' && headers.every(({ HeaderValue }) => HeaderValue === value);
  }));
  return done.every(Boolean);
}

/** Configures the rules to accept these values only. Rules that already do are not modified. */
export async function accept({ loadBalancers }: Clients, parties: Parties, values: string[]): Promise<void> {
  for (const { RuleArn, Conditions } of await rulesOf(loadBalancers, parties)) {
    const conditions = Conditions!.map(asGiven);
    const header = conditions.find(({ HttpHeaderConfig }) => isHeader(HttpHeaderConfig?.HttpHeaderName, parties.headerName));
    if (!header) throw new Failure(`rule ${RuleArn} has no condition on ${parties.headerName}`);
    if (sameValues(header.HttpHeaderConfig!.Values!, values)) continue;
    header.HttpHeaderConfig!.Values = values;
    const count = conditions.reduce((sum, condition) => sum + valuesOf(condition).length, 0);
    if (count > MAX_VALUES) throw new Failure(`rule ${RuleArn} would have ${count} values, need at most ${MAX_VALUES}`);
    await loadBalancers.send(new ModifyRuleCommand({ RuleArn, Conditions: conditions }));
  }
}

/** Whether every rule accepts a value. */
export async function accepted({ loadBalancers }: Clients, parties: Parties, value: string): Promise<boolean> {
  const rules = await rulesOf(loadBalancers, parties);
  return rules.every(({ Conditions }) => Conditions!.some(({ HttpHeaderConfig: header }) => (
    isHeader(header?.HttpHeaderName, parties.headerName) && header!.Values!.includes(value))));
}

async function rulesOf(loadBalancers: ElasticLoadBalancingV2Client, { rules }: Parties) {
  if (rules.length === 0) return [];
  const { Rules } = await loadBalancers.send(new DescribeRulesCommand({ RuleArns: rules }));
  return Rules!;
}

// The response holds the values of a condition twice. A request must hold them once.
function asGiven({ Values, ...condition }: RuleCondition): RuleCondition {
  const config = Object.keys(condition).some((key) => key.endsWith('Config') && condition[key as keyof typeof condition]);
  return config ? condition : { ...condition, Values };
}

function valuesOf(condition: RuleCondition): unknown[] {
  return Object.values(condition)
    .flatMap((part) => (Array.isArray(part) ? part : (part as { Values?: unknown[] } | undefined)?.Values ?? []));
}

function headersOf({ Origins }: DistributionConfig, headerName: string) {
  return Origins!.Items!.flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? [])
    .filter(({ HeaderName }) => isHeader(HeaderName, headerName));
}

function isHeader(name: string | undefined, headerName: string): boolean {
  return name?.toLowerCase() === headerName.toLowerCase();
}

function sameValues(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
