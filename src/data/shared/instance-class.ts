import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../../core/validation';

/** The classes of an engine. */
interface Classes {
  /** Letters of the families. */
  readonly letters: string;
  /** Families up to `KNOWN_GENERATION`. */
  readonly families: readonly string[];
  readonly smallest: string;
  readonly refusedSizes: RegExp;
}

/**
 * Families of newer generations are accepted, because Amazon RDS adds them. Source: DB instance class types (RDS User Guide; Aurora User Guide), and the orderable
 * classes of all Regions (RDS API, DescribeOrderableDBInstanceOptions, as cfn-lint publishes them), without those that have no encryption (RDS User Guide, Encrypting
 * Amazon RDS resources).
 */
const KNOWN_GENERATION = 6;
const AURORA: Classes = {
  letters: 'r, t or x',
  families: ['r3', 'r4', 'r5', 'r6g', 'r6gd', 'r6i', 'r6id', 't2', 't3', 't4g', 'x2g'],
  smallest: 'small',
  refusedSizes: /^(?:nano|micro|metal.*)$/,
};
const POSTGRES: Classes = {
  letters: 'm, r, t or x',
  families: [
    'm3', 'm4', 'm5', 'm5d', 'm6g', 'm6gd', 'm6i', 'm6id', 'm6idn', 'm6in',
    'r3', 'r4', 'r5', 'r5b', 'r5d', 'r6g', 'r6gd', 'r6i', 'r6id', 'r6idn', 'r6in',
    't2', 't3', 't4g', 'x2g', 'x2idn', 'x2iedn',
  ],
  smallest: 'micro',
  refusedSizes: /^(?:nano|metal.*)$/,
};

/** Aurora User Guide, Amazon Aurora DB engine, Region, and instance class support for Database Insights. Clusters of the library have Database Insights. */
const MYSQL_WITHOUT_INSIGHTS = /^(?:t2|t3)\.|^t4g\.small$/;

/** Refuses an instance type that is no DB instance class of the engine. Tokens pass. */
export function requireInstanceClass(scope: IConstruct, prop: string, instanceType: ec2.InstanceType, engine: rds.IEngine): void {
  const name = instanceType.toString();
  if (isUnresolved(name)) return;
  const { letters, families, smallest, refusedSizes } = engine.engineType === 'postgres' ? POSTGRES : AURORA;
  const [, family, letter, generation, size] = /^(([a-z]+)(\d+)[a-z-]*)\.([a-z0-9-]+)$/.exec(name) ?? [];
  const isKnown = letters.split(/, | or /).includes(letter) && (families.includes(family) || Number(generation) > KNOWN_GENERATION);
  if (!isKnown) mustBe(scope, prop, `an instance type that Amazon RDS offers for ${engine.engineType}, of a family ${letters} such as ${families.at(-2)}`, name);
  if (refusedSizes.test(size)) mustBe(scope, prop, `an instance type of size ${smallest} or larger${size.startsWith('metal') ? ' other than metal' : ''}`, name);
  if (engine.engineType === 'aurora-mysql' && MYSQL_WITHOUT_INSIGHTS.test(name)) {
    mustBe(scope, prop, 'an instance type with Database Insights, which Aurora MySQL does not have on t2, t3 and t4g.small', name);
  }
}
