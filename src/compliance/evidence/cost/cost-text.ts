import { CostEstimate } from './estimate';

/** The sum of an estimate in words. Charges without an amount have no sum. */
export function costText({ monthly, lines, notEstimated }: CostEstimate, usd: (amount: number) => string): string {
  if (lines.some((line) => line.monthly !== undefined) || lines.length + notEstimated.length === 0) return `${usd(monthly)} a month`;
  return lines.length > 0 ? 'not known' : 'not estimated';
}

/** What the sum is without. */
export function withoutText({ unknownLines, notEstimated }: CostEstimate): string {
  const parts = [
    ...unknownLines > 0 ? [`${unknownLines} line${unknownLines === 1 ? '' : 's'} whose amount is not known`] : [],
    ...notEstimated.length > 0 ? [`${notEstimated.length} charge${notEstimated.length === 1 ? '' : 's'} by use or without a price`] : [],
  ];
  return parts.length > 0 ? `without ${parts.join(' and ')}` : '';
}
