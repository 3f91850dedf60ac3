import { listedPrice, unestimated } from './price-list';
import { AMOUNTS, SHARED_AMOUNTS } from './quantities';
import { isUnresolved } from '../../../validation/refuse';
import { IPriceTable, MonthlyUsage } from '../../model/price-table';
import { RenderedTemplate } from '../../rendered';

const HOURS_PER_MONTH = 730;

const USAGE: Required<MonthlyUsage> = {
  acuAboveMinimum: 0.25,
  loadBalancerCapacityUnits: 1,
  logGib: 10,
  databaseGib: 10,
  backupGib: 10,
  metricsPerInstance: 2,
  millionRequests: 1,
  millionDataEvents: 1,
  configurationItems: 1000,
  configEvaluations: 10_000,
};

const MEANING: Readonly<Record<keyof MonthlyUsage, (amount: number) => string>> = {
  acuAboveMinimum: (amount) => `Aurora Serverless v2 runs at its minimum capacity plus ${amount} ACU on average.`,
  loadBalancerCapacityUnits: (amount) => `Each load balancer uses ${amount} capacity unit on average.`,
  logGib: (amount) => `CloudWatch Logs ingests ${amount} GiB of logs per month and Region.`,
  databaseGib: (amount) => `Each Aurora cluster stores ${amount} GiB.`,
  backupGib: (amount) => `Each backup vault stores ${amount} GiB. A backup plan with copies copies as much per month.`,
  metricsPerInstance: (amount) => `The agent of each instance publishes ${amount} custom metrics.`,
  millionRequests: (amount) => `APIs, streams and web ACLs receive ${amount} million requests per month and Region.`,
  millionDataEvents: (amount) => `AWS CloudTrail records ${amount} million data events per month and Region.`,
  configurationItems: (amount) => `AWS Config records ${amount} configuration items per month and Region.`,
  configEvaluations: (amount) => `Rules of AWS Config are evaluated ${amount} times per month and Region.`,
};

/** A line of the estimate: all resources of a Region that are charged for the same item. */
export interface CostLine {
  readonly item: string;
  readonly title: string;
  readonly region: string;
  /** Units. Omitted where no template shows the quantity. */
  readonly quantity?: number;
  readonly per: 'hour' | 'month';
  /** USD per unit and hour or month. Omitted if no table has a price. */
  readonly price?: number;
  /** USD per month, with cents. Omitted if the quantity or the price is not known. */
  readonly monthly?: number;
  readonly source?: string;
  readonly publishedOn?: string;
  readonly quantityFrom: 'template' | 'assumption';
  /** Where the price is not the published price of the Region. */
  readonly note?: string;
}

/** Estimate of the monthly cost of a workload at the minimum capacity in its templates. */
export interface CostEstimate {
  readonly currency: 'USD';
  /** Sum of the lines. Lines without an amount are not in it. */
  readonly monthly: number;
  readonly hoursPerMonth: number;
  /** Number of lines without an amount. */
  readonly unknownLines: number;
  /** By Region, then by amount. */
  readonly lines: readonly CostLine[];
  readonly assumptions: readonly string[];
  /** Charges without a line, with the number of resources. */
  readonly notEstimated: ReadonlyArray<{ readonly what: string; readonly resources: number }>;
}

interface Sum {
  readonly item: string;
  readonly region: string;
  readonly quantity: number | undefined;
  readonly isAssumed: boolean;
}

/**
 * Estimates the monthly cost of the resources in templates.
 * @param prices prices instead of those of the library
 * @param usage use that no template shows
 */
export function estimate(templates: readonly RenderedTemplate[], prices?: IPriceTable, usage: MonthlyUsage = {}): CostEstimate {
  const use = { ...USAGE, ...usage };
  const sums = new Map<string, Sum>();
  const assumed = new Set<keyof MonthlyUsage>();
  const types = new Map<string, number>();
  const add = (region: string, item: string, quantity: number | undefined, assumes: keyof MonthlyUsage | undefined) => {
    if (assumes) assumed.add(assumes);
    const sum = sums.get(`${region} ${item}`);
    sums.set(`${region} ${item}`, {
      item,
      region,
      quantity: !sum ? quantity : sum.quantity === undefined || quantity === undefined ? undefined : sum.quantity + quantity,
      isAssumed: sum?.isAssumed || assumes !== undefined,
    });
  };
  const shared = new Set<string>();
  for (const template of templates) {
    const region = isUnresolved(template.stack.region) ? 'us-east-1' : template.stack.region;
    for (const resource of template.judged('*')) {
      const { type } = resource;
      const amounts = AMOUNTS[type]?.(resource, use);
      for (const { item, quantity, assumes } of amounts ?? []) add(region, item, quantity, assumes);
      // A gateway endpoint, for example, is free of charge.
      if (amounts?.length !== 0) types.set(type, (types.get(type) ?? 0) + 1);
      for (const { item, usage: assumes } of SHARED_AMOUNTS.filter((amount) => amount.type === type && !shared.has(`${region} ${amount.item}`))) {
        shared.add(`${region} ${item}`);
        add(region, item, use[assumes], assumes);
      }
    }
  }
  const lines = [...sums.values()].filter(({ quantity }) => quantity !== 0).map((sum) => lineOf(sum, prices)).sort(byAmount);
  const others = notEstimated(types);
  const elsewhere = templates.some(({ stack }) => isUnresolved(stack.region));
  return {
    currency: 'USD',
    monthly: cents(lines.reduce((total, { monthly = 0 }) => total + monthly, 0)),
    hoursPerMonth: HOURS_PER_MONTH,
    unknownLines: lines.filter(({ monthly }) => monthly === undefined).length,
    lines,
    assumptions: [
      `On-demand prices without discounts, free tiers, taxes and support. A month has ${HOURS_PER_MONTH} hours.`,
      'Scaling groups run their desired capacity, services their minimum. Scheduled and automatic scaling is not included.',
      ...lines.some(({ item }) => item.startsWith('ec2:')) ? ['Instances run Linux.'] : [],
      ...elsewhere ? ['Stacks whose Region only a deployment knows are in us-east-1.'] : [],
      ...others.length > 0 ? ['Charges by use without a line, and types without a price, are not in the sum: notEstimated lists them.'] : [],
      ...(Object.keys(MEANING) as (keyof MonthlyUsage)[]).filter((key) => assumed.has(key)).map((key) => MEANING[key](use[key])),
    ],
    notEstimated: others,
  };
}

function lineOf({ item, region, quantity, isAssumed }: Sum, prices: IPriceTable | undefined): CostLine {
  const { title, per, usd, source, publishedOn, note } = listedPrice(item, region, prices);
  const monthly = quantity === undefined || usd === undefined ? undefined : cents(quantity * usd * (per === 'hour' ? HOURS_PER_MONTH : 1));
  return {
    item,
    title,
    region,
    ...(quantity !== undefined && { quantity: Number(quantity.toFixed(4)) }),
    per,
    ...(usd !== undefined && { price: usd }),
    ...(monthly !== undefined && { monthly }),
    ...(source !== undefined && { source, publishedOn }),
    quantityFrom: isAssumed ? 'assumption' : 'template',
    ...(note !== undefined && { note }),
  };
}

function notEstimated(types: ReadonlyMap<string, number>): CostEstimate['notEstimated'] {
  return [...types].flatMap(([type, resources]) => {
    const what = unestimated(type, type in AMOUNTS || SHARED_AMOUNTS.some((amount) => amount.type === type));
    return what ? [{ what, resources }] : [];
  }).sort((a, b) => compare(a.what, b.what));
}

function byAmount(a: CostLine, b: CostLine): number {
  return compare(a.region, b.region) || (b.monthly ?? 0) - (a.monthly ?? 0) || compare(a.item, b.item);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
