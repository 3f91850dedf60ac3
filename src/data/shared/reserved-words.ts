import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../../core/validation';

/**
 * Words that are no name of an administrator or a database of PostgreSQL (RDS API, CreateDBInstance, MasterUsername and DBName): the reserved key words of
 * PostgreSQL (PostgreSQL documentation, SQL Key Words), and `admin`, which Amazon RDS reserves for it (cfn-lint pull request 4425).
 */
const POSTGRESQL: ReadonlySet<string> = new Set(`
  admin all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date
  current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign from grant
  group having in initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing primary
  references returning select session_user some symmetric system_user table then to trailing true union unique user using variadic when where
  window with
`.trim().split(/\s+/));

/** Refuses a reserved word as the name of an administrator or a database. Tokens and `undefined` pass. */
export function requireNoReservedWord(scope: IConstruct, prop: string, name: string | undefined, engine: rds.IEngine): void {
  if (name === undefined || isUnresolved(name) || engine.engineFamily === 'MYSQL' || !POSTGRESQL.has(name.toLowerCase())) return;
  mustBe(scope, prop, 'a name other than a reserved word of PostgreSQL', name);
}
