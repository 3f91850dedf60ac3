import { table } from './markdown';
import { CostEstimate } from '../../src/compliance/evidence/cost/estimate';

/** Sections of a page about an estimate of the evidence. */
export function costSections({ monthly, lines, assumptions, notEstimated }: CostEstimate, title: string, scope: string): string[] {
  const usd = (amount: number | undefined) => amount === undefined ? 'not known' : amount.toFixed(2);
  const heading = `## ${title}`;
  if (!lines.length) return [`${heading}\n\nNothing of it has a price per month in the price list of the library.`, ...left(notEstimated)];
  return [
    `${heading}\n\nAbout ${Math.round(monthly)} USD a month. ${scope} An estimate from published prices, not an offer.`,
    table(['item', 'Region', 'quantity', 'USD a month'], lines.map((line) => [line.title, line.region, line.quantity === undefined ? 'not known' : String(line.quantity), usd(line.monthly)])),
    `Assumptions:\n\n${assumptions.map((one) => `- ${one}`).join('\n')}`,
    ...left(notEstimated),
  ];
}

function left(notEstimated: CostEstimate['notEstimated']): string[] {
  return notEstimated.length ? [`Charged and not estimated: ${notEstimated.map(({ what }) => what).join('; ')}.`] : [];
}
