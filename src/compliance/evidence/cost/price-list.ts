/* eslint-disable @typescript-eslint/no-require-imports */
import { NOT_DETERMINED } from './quantities';
import { IPriceTable } from '../../model/price-table';

/** An item of the table of the library. */
interface Item {
  readonly title: string;
  readonly per: 'hour' | 'month';
  readonly source: string;
  /** By Region; `*` is the price in every Region of the partition `aws`. */
  readonly usd: Readonly<Record<string, number>>;
  /** Prices that are derived, by Region. */
  readonly assumed?: Readonly<Record<string, number>>;
}

interface Table {
  readonly publishedOn: string;
  readonly prices: Readonly<Record<string, Item>>;
  /** Charges by use without a line, by type. */
  readonly byUse: Readonly<Record<string, string>>;
  /** Types without a charge of their own, and prefixes of such types. */
  readonly free: readonly string[];
}

const REFERENCE = 'us-east-1';
/** Regions of other partitions, which have prices of their own. */
const OTHER_PARTITION = /^(cn|us-gov|us-iso|us-isob|us-isof|eu-isoe|eusc)-/;

/** Price of an item in a Region. */
export interface ListedPrice {
  readonly title: string;
  readonly per: 'hour' | 'month';
  /** Omitted if no table has it. */
  readonly usd?: number;
  readonly source?: string;
  readonly publishedOn?: string;
  /** Where the price is not the published price of the Region. */
  readonly note?: string;
}

// Loaded for the first estimate.
function table(): Table {
  return require('./prices.json');
}

/** The price of an item: of the user's table, of the library for the Region, or of the library for us-east-1. */
export function listedPrice(item: string, region: string, own?: IPriceTable): ListedPrice {
  const { publishedOn, prices } = table();
  const known = prices[item];
  const about = { title: known?.title ?? item, per: known?.per ?? perOf(item) };
  // A table of the user is not asked for what no template shows.
  if (item.includes(NOT_DETERMINED)) return { ...about, note: 'the template does not show the class or the type' };
  const price = own?.priceOf(item, region);
  if (price) return { ...about, usd: price.usd, source: price.source, publishedOn: own!.publishedOn };
  if (!known) return about;
  const of = { ...about, source: known.source, publishedOn };
  const published = known.usd[region] ?? (OTHER_PARTITION.test(region) ? undefined : known.usd['*']);
  if (published !== undefined) return { ...of, usd: published };
  if (known.assumed?.[region] !== undefined) return { ...of, usd: known.assumed[region], note: `derived from the price in ${REFERENCE} and the ratio of the prices of t3.medium` };
  const [nearest] = known.usd[REFERENCE] === undefined ? Object.keys(known.usd) : [REFERENCE];
  return { ...of, usd: known.usd[nearest], note: `price of ${nearest === '*' ? REFERENCE : nearest}: the table has none for ${region}` };
}

/** Charges for resources of a type that have no line, or in addition to their lines; `undefined` if there are none. */
export function unestimated(type: string, hasLine: boolean): string | undefined {
  const { byUse, free } = table();
  if (byUse[type]) return byUse[type];
  return hasLine || free.some((name) => type === name || (name.endsWith('::') && type.startsWith(name))) ? undefined : `${type}: no price in the table`;
}

// Of items that only a table of a user has, storage is charged by the month; classes of instances, load balancers and streams by the hour.
function perOf(item: string): 'hour' | 'month' {
  return /:|-load-balancer$|-stream$/.test(item) && !/^(ebs|rds|aurora-storage)-.*gib/.test(item) ? 'hour' : 'month';
}
