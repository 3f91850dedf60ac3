import { createHash } from 'crypto';
import { CfnParameter, Duration, Fn, Size, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Site } from './sites';
import { ApiType } from '../../scripts/public-api';

/** A value that users can pass by mistake, or through a language without types. */
export interface BadValue {
  readonly label: string;
  /**
   * @param good value of the contract at the same place; undefined where no variant sets it
   */
  readonly value: (stack: Stack, good: any) => unknown;
  /** Whether it is a token of the declared type, which constructs accept unless synthesis needs the value. */
  readonly isToken?: boolean;
  /** Whether it is tried at some places only, unless all are asked for. */
  readonly isSampled?: boolean;
}

const OF_ANY_TYPE = [literal(null)];

// Tokens of another type, which constructs refuse.
const STRING_TOKEN: BadValue = { label: 'token of a string', value: (stack) => parameterIn(stack, 'String').valueAsString };
const NUMBER_TOKEN: BadValue = { label: 'token of a number', value: (stack) => parameterIn(stack, 'Number').valueAsNumber };
const LIST_TOKEN: BadValue = { label: 'token of a list', value: (stack) => parameterIn(stack, 'CommaDelimitedList').valueAsList };
export const UNTYPED_TOKEN: BadValue = { label: 'token without a type', value: (stack) => Token.asAny(parameterIn(stack, 'String').value) };

const NUMBERS = [
  ...[NaN, Infinity, -1, 0, 0.5, 1.5, 1, 101, 65536, 1e9].map((value) => literal(value)),
  ...[-Infinity, 2, 7, 16, 100, 1024, Number.MAX_SAFE_INTEGER, 1e308].map((value) => sampled(literal(value))),
  literal('42'), literal(true), sampled(literal([])), sampled(literal({})),
  token('number parameter', (stack) => parameterIn(stack, 'Number').valueAsNumber),
  token('imported number', () => Token.asNumber({ 'Fn::ImportValue': 'elsewhere' })),
  STRING_TOKEN, sampled(LIST_TOKEN),
];

const STRINGS = [
  ...['', ' ', 'a', 'a b', '/a', 'a/', '*', '${Ref}', 'a\nb', 'Zahlungs-Dienst ü', '\u0000', '0', '-1'].map((value) => literal(value)),
  ...[33, 256, 5000].map((length) => literal('a'.repeat(length), `${length} characters`)),
  ...['A', '1', '-', '-a-', 'a--b', 'a.b', 'a_b', 'a/b', '/', '//', '../a', 'a:b', '?', '%', '+', '@', '#', '$', '{}', '{{resolve:ssm:a}}', 'a\tb', '"', '\'', '\\', '<a>',
    '支払い', '😀', 'null', 'undefined', 'true', '1.5', '1e9', 'aws:a', 'aws', 'http://example.com', 'https://example.com', 'a@example.com', 'example.com', '10.0.0.0/8',
    '10.0.0.0/33', 'arn:aws:s3:::a', 'eu-west-2', 'eu-west-99', 'mon:03:00-mon:04:00', '25:00', '23:59', 'rate(1 hour)', 'cron(0 0 * * ? *)'].map((value) => sampled(literal(value))),
  ...[64, 129, 257, 1025].map((length) => sampled(literal('a'.repeat(length), `${length} characters`))),
  literal(42), literal({}), sampled(literal(true)), sampled(literal([])),
  token('string parameter', (stack) => parameterIn(stack, 'String').valueAsString),
  token('string with a token in it', (stack) => `a-${parameterIn(stack, 'String').valueAsString}`),
  sampled(token('imported value', () => Fn.importValue('elsewhere'))),
  NUMBER_TOKEN, LIST_TOKEN, sampled(UNTYPED_TOKEN),
];

const BOOLEANS = [literal(0), literal('true'), literal({}), literal(true), literal(false), ...[literal(1), literal(''), literal([]), STRING_TOKEN, UNTYPED_TOKEN].map(sampled)];

const ENUMS = [literal('no-such-member'), literal(''), literal(-1), literal(42), literal({}), ...[literal(0), literal(1.5), literal(true), literal([])].map(sampled), LIST_TOKEN, sampled(UNTYPED_TOKEN)];

const DURATIONS = [
  ...[
    Duration.millis(1), Duration.millis(1500), Duration.seconds(0), Duration.seconds(59), Duration.hours(1),
    Duration.days(1), Duration.days(366), Duration.days(1e6),
  ].map(duration),
  ...[Duration.millis(0), Duration.seconds(1), Duration.minutes(1), Duration.minutes(7), Duration.hours(23)].map((value) => sampled(duration(value))),
  ...[6, 8, 36, 3654].map((days) => sampled(duration(Duration.days(days)))),
  literal(42), literal('PT1H'), literal({}), sampled(literal([])), sampled(literal(true)),
  token('Duration of a number parameter', (stack) => Duration.seconds(parameterIn(stack, 'Number').valueAsNumber)),
  token('Duration of days of a number parameter', (stack) => Duration.days(parameterIn(stack, 'Number').valueAsNumber)),
];

const SIZES = [
  ...[0, 1, 1024, 1025 * 1024, 1024 ** 2, 129 * 1024 ** 2, 1024 ** 3, 1e6 * 1024 ** 4].map((bytes) => Size.bytes(bytes))
    .map((size) => literal(size, `Size of ${size.toBytes({ rounding: 2 })} bytes`)),
  literal(42), literal('1 GiB'), literal({}), literal([]), literal(true),
  token('Size of a number parameter', (stack) => Size.mebibytes(parameterIn(stack, 'Number').valueAsNumber)),
];

const STRUCTS = [sampled(UNTYPED_TOKEN), literal({}), literal([]), literal('text'), ...[literal(42), literal(true)].map(sampled)];

const INSTANCES = [sampled(UNTYPED_TOKEN), literal({}), literal([]), literal('text'), ...[literal(42), literal(true)].map(sampled)];

const LISTS: BadValue[] = [
  STRING_TOKEN, sampled(UNTYPED_TOKEN),
  { label: 'its items and a hole', value: (_stack, good) => { const list = [...good ?? []]; list.length++; return list; } },
  literal([]), literal([undefined]), literal([null]), literal([{}]), literal('text'), literal({}), ...[literal([[]]), literal(42), literal(true)].map(sampled),
  { label: 'its first item twice', value: (_stack, good) => good === undefined ? [undefined, undefined] : [good[0], good[0]] },
  { label: 'its items and undefined', value: (_stack, good) => [...good ?? [], undefined] },
];

const STRING_LISTS: BadValue[] = [
  literal(['']), literal([42]),
  literal(Array.from({ length: 101 }, (_, index) => `a${index}`), '101 strings'),
  token('list parameter', (stack) => parameterIn(stack, 'CommaDelimitedList').valueAsList),
];

const MAPS: BadValue[] = [
  STRING_TOKEN, sampled(UNTYPED_TOKEN),
  literal({}), literal([]), literal('text'), literal(42), literal({ a: null }), literal({ a: undefined }), literal({ a: [] }), literal({ a: {} }), literal({ a: 42 }), literal({ a: '' }),
  ...['', ' ', 'a b', 'ü', '1', 'a'.repeat(300)].map((key): BadValue => ({
    label: `a map with the key ${key.length > 20 ? `of ${key.length} characters` : `'${key}'`}`,
    value: (_stack, good) => ({ [key]: Object.values(good ?? { a: 'a' })[0] }),
  })),
];

// What a struct of aws-cdk-lib can be asked for that there is nothing of.
const STRUCTS_BY_NAME: Record<string, BadValue[]> = {
  SubnetSelection: [
    literal({ availabilityZones: ['eu-west-2z'] }), literal({ availabilityZones: [] }), literal({ subnets: [] }), literal({ subnetGroupName: 'none' }), literal({ subnetFilters: [] }),
    ...['PUBLIC', 'PRIVATE_ISOLATED', 'PRIVATE_WITH_EGRESS'].map((subnetType) => literal({ subnetType: (ec2.SubnetType as any)[subnetType] }, `subnets that are ${subnetType}`)),
    literal({ subnetType: 'none' }), literal({ onePerAz: true }),
  ],
};

/** One in so many places gets a sampled value. */
const SAMPLE = 6;

/**
 * Values to try at a place in the arguments of a call.
 * @param subject name of the call, which decides the sample
 * @param all whether every value is tried
 */
export function badValuesFor({ type, optional, key }: Site, subject: string, all: boolean): BadValue[] {
  return [...optional ? [] : [literal(undefined)], ...OF_ANY_TYPE, ...ofType(type)]
    .filter(({ label, isSampled }) => all || !isSampled || numberOf(`${subject} ${key} ${label}`) % SAMPLE === 0);
}

function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}

function ofType(type: ApiType): BadValue[] {
  switch (type.kind) {
    case 'number': return NUMBERS;
    case 'string': return STRINGS;
    case 'boolean': return BOOLEANS;
    case 'enum': return ENUMS;
    case 'Duration': return DURATIONS;
    case 'Size': return SIZES;
    case 'list': return [...LISTS, ...type.item!.kind === 'string' ? STRING_LISTS : [LIST_TOKEN]];
    case 'map': return MAPS;
    case 'struct': return STRUCTS;
    case 'object': return [...STRUCTS, ...STRUCTS_BY_NAME[type.name] ?? []];
    case 'instance': return INSTANCES;
    case 'any': return [];
  }
}

/** Ids of constructs as users write them, which find their way into names and descriptions. */
export const CONSTRUCT_IDS = ['Zahlungs-Dienst ü', '支払い', 'Ledger Service (EU)', '1', 'a'.repeat(200), 'a:b*c?"d"', 'Ledger & Co.', 'a.b_c-d'];

function literal(value: unknown, label = shown(value)): BadValue {
  return { label, value: () => value };
}

function token(label: string, value: (stack: Stack) => unknown): BadValue {
  return { label, value, isToken: true };
}

function duration(value: Duration): BadValue {
  return literal(value, value.toMilliseconds() === 0 ? `Duration of 0 ${value.unitLabel()}` : value.toIsoString());
}

function sampled(value: BadValue): BadValue {
  return { ...value, isSampled: true };
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value, (_key, each) => each === undefined ? 'undefined' : each) : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function parameterIn(stack: Stack, type: string): CfnParameter {
  const id = `${type}Parameter`;
  return stack.node.tryFindChild(id) as CfnParameter ?? new CfnParameter(stack, id, { type });
}
