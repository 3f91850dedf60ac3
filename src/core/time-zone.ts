import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from './errors';

/** Refuses what is no name of the IANA time zone database. Tokens and names left out pass. */
export function requireTimeZone(scope: IConstruct, timeZone: string | undefined): void {
  if (timeZone === undefined || Token.isUnresolved(timeZone)) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    refuse(scope, `timeZone is '${timeZone}', need a name of the IANA time zone database such as America/New_York`);
  }
}
