/** A run of digits, with or without groups, that can contain a card number. */
const DIGITS = /\d(?:[ -]?\d){11,}/g;
/** First digits and lengths of card numbers by network (ISO/IEC 7812). */
const NETWORKS = [
  /^4(\d{12}|\d{15}|\d{18})$/,
  /^(5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d*$(?<=^\d{16})/,
  /^3[47]\d{13}$/,
  /^3(0[0-5]|[689]\d)\d{11,16}$/,
  /^(6011|64[4-9]\d|65\d\d)\d{12,15}$/,
  /^35(2[89]|[3-8]\d)\d{12,15}$/,
  /^62\d{14,17}$/,
  /^(5[06-9]|6\d)\d{10,17}$/,
];
const LENGTHS = [19, 18, 17, 16, 15, 14, 13, 12];

/** Replaces the digits of card numbers with asterisks, except the last four (PCI DSS 3.4.1 and 3.5.1). */
export function maskCardNumbers(text: string): string {
  return text.replace(DIGITS, (run) => {
    let masked = '';
    for (let rest = run; rest;) {
      const found = cardNumberAt(rest);
      // Continue at the next group of digits.
      const taken = found ?? /^\d+[ -]?/.exec(rest)![0];
      masked += found ? found.replace(/\d(?=(?:[ -]?\d){4})/g, '*') : taken;
      rest = rest.slice(taken.length);
      const [separator = ''] = /^[ -]/.exec(rest) ?? [];
      masked += separator;
      rest = rest.slice(separator.length);
    }
    return masked;
  });
}

export function hasCardNumber(text: string): boolean {
  return maskCardNumbers(text) !== text;
}

/** Masks card numbers in a value: strings, numbers and field names. */
export function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskCardNumbers(value);
  if (typeof value === 'number') return hasCardNumber(`${value}`) ? maskCardNumbers(`${value}`) : value;
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [maskCardNumbers(name), maskDeep(item)]));
}

/** The card number at the start of a run of digits that ends with a group. */
function cardNumberAt(run: string): string | undefined {
  for (const length of LENGTHS) {
    const [candidate] = new RegExp(`^\\d(?:[ -]?\\d){${length - 1}}(?!\\d)`).exec(run) ?? [];
    if (candidate && isCardNumber(candidate.replace(/\D/g, ''))) return candidate;
  }
  return undefined;
}

function isCardNumber(digits: string): boolean {
  return NETWORKS.some((network) => network.test(digits)) && luhn(digits);
}

/** ISO/IEC 7812-1, Annex B. */
function luhn(digits: string): boolean {
  const sum = [...digits].reverse().map(Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
