/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import { Duration } from 'aws-cdk-lib';
import { acceptedIn, setReview } from './review';
import { ConfigRuleRow, ControlRow, identifierOf, MappingRow, rowsOf } from './tables';
import { ManagedConfigRule } from '../model/config-rule';
import { Control, FrameworkNumbers } from '../model/control';
import { FrameworkProps } from '../model/framework-props';
import { Sources } from '../model/safeguard';
import { lazily } from '../once';
import { topicOf } from '../safeguards/topics';

// The judges load when controls are first read.
const safeguardsOf = () => (require('../safeguards') as typeof import('../safeguards')).SAFEGUARDS;

/** A file of `frameworks/`. */
export interface FrameworkData {
  /** Name of the file; in capitals, name of the static member of `Framework`. */
  readonly id: string;
  readonly title: string;
  /** Documentation of the static member. */
  readonly description: string;
  readonly source: string;
  /** @default - none */
  readonly numbers?: { readonly logRetentionDays?: number; readonly backupRetentionDays?: number; readonly credentialRotationDays?: number };
  /** Where its numbers, or their absence, come from. */
  readonly numbersFrom: string;
  /** @default false */
  readonly validatedCryptography?: boolean;
  /** Its controls, or the table of `sources/` that has them, cut to those of a baseline. */
  readonly controls: readonly ControlRow[] | { readonly table: string; readonly memberOf?: string };
  /** Catalogue whose ids the mappings cite: a name that the rows of the mapping tables use, or the table of a source itself. */
  readonly catalogue: string;
  /** Published mappings that lead from a safeguard to a control. */
  readonly mappedBy: ReadonlyArray<keyof Sources>;
  /**
   * How managed rules of AWS Config lead to its controls: by the controls of AWS Security Hub behind a rule, or by the safeguards that have the fact in common
   * with the rule, for a catalogue that AWS Security Hub does not relate to.
   * @default - there is no conformance pack
   */
  readonly configRules?: 'securityHub' | 'safeguards';
  /**
   * File of `responsibilities/`: what safeguards prove of its controls, and what is left.
   * @default - no published relation is evidence, and no control has a responsibility statement
   */
  readonly responsibilities?: string;
  /**
   * Whether that file relates safeguards to controls by itself, where the published mappings do not.
   * @default false
   */
  readonly reviewRelates?: boolean;
  /** Relations of the project in addition to the published ones. @default - none */
  readonly relates?: readonly RelationRow[];
  /** @default - none */
  readonly securityHubStandards?: readonly string[];
}

/** Safeguards that the project relates to a control. */
interface RelationRow {
  readonly control: string;
  /** Ids or topics of safeguards. */
  readonly safeguards: readonly string[];
  /** What of the control they test. */
  readonly because: string;
}

const SOURCE_TABLES: Readonly<Record<keyof Sources, string>> = { securityHub: 'security-hub', cdkNag: 'cdk-nag', prowler: 'prowler' };

/** The properties of a framework from its file. Controls and rules are computed on first use. */
export function frameworkFrom(data: FrameworkData): FrameworkProps {
  const rows = lazily(() => controlRows(data.controls));
  const citation = lazily(() => citationOf(data));
  const accepted = lazily(() => data.reviewRelates ? acceptedIn(data.responsibilities!) : () => false);
  const relation = relationsIn(data.relates ?? []);
  const controls = lazily(() => controlsOf(
    rows(), citation(), (control, safeguard) => relation(control, safeguard) !== undefined || accepted()(control, safeguard)));
  const configRules = lazily(() => data.configRules ? configRulesOf(rows(), citation(), data.configRules === 'safeguards') : []);
  const props: FrameworkProps = {
    id: data.id,
    title: data.title,
    source: data.source,
    numbers: numbersOf(data.numbers),
    validatedCryptography: data.validatedCryptography,
    get controls() {
      return controls();
    },
    get configRules() {
      return configRules();
    },
    securityHubStandards: [...data.securityHubStandards ?? []],
  };
  const relatedTo = (facts: Sources) => {
    const cited = new Set(citation()(facts));
    return rows().filter((row) => serves(row, cited)).map(({ id }) => id);
  };
  setReview(props, {
    responsibilities: data.responsibilities,
    sameFact: Object.values(SOURCE_TABLES).includes(data.catalogue),
    relatedTo,
    relationOf: (control, safeguard) => {
      const because = relation(control, safeguard);
      return because !== undefined && !relatedTo(safeguardsOf().find(({ id }) => id === safeguard)!.sources).includes(control) ? because : undefined;
    },
  });
  return props;
}

// Why the project relates a safeguard to a control.
function relationsIn(rows: readonly RelationRow[]): (control: string, safeguard: string) => string | undefined {
  const byControl = new Map(rows.map((row) => [row.control, row]));
  return (control, safeguard) => {
    const row = byControl.get(control);
    const topic = row && topicOf(safeguard);
    return row && (row.safeguards.includes(safeguard) || topic !== undefined && row.safeguards.includes(topic)) ? row.because : undefined;
  };
}

/** The controls of a catalogue that a fact serves, by its published names. */
type Citation = (sources: Sources) => readonly string[];

function citationOf({ catalogue, mappedBy }: FrameworkData): Citation {
  const mappings = mappedBy.map((source) => {
    const table = SOURCE_TABLES[source];
    const controls = new Map(rowsOf<MappingRow>(table).map((row) => [row.id, catalogue === table ? [row.id] : row.controls?.[catalogue] ?? []]));
    return { source, controls };
  });
  return (sources) => mappings.flatMap(({ source, controls }) => (sources[source] ?? []).flatMap((name) => controls.get(name) ?? []));
}

function controlRows(controls: FrameworkData['controls']): readonly ControlRow[] {
  if (!('table' in controls)) return controls;
  const { table, memberOf } = controls;
  return rowsOf<ControlRow>(table).filter((row) => memberOf === undefined || row.memberOf?.includes(memberOf));
}

// Each control with the safeguards that serve it. A citation of a control outside the framework is dropped.
function controlsOf(rows: readonly ControlRow[], citation: Citation, isRelated: (control: string, safeguard: string) => boolean): Control[] {
  const cited = safeguardsOf().map(({ id, sources }) => [id, new Set(citation(sources))] as const);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    safeguards: cited.filter(([safeguard, ids]) => serves(row, ids) || isRelated(row.id, safeguard)).map(([safeguard]) => safeguard).sort(),
  }));
}

function configRulesOf(rows: readonly ControlRow[], citation: Citation, bySafeguards: boolean): ManagedConfigRule[] {
  return rowsOf<ConfigRuleRow>('config-rules').flatMap((rule) => {
    const { name, securityHub, onlyIn, notIn, parameters } = rule;
    const facts = bySafeguards
      ? safeguardsOf().map(({ sources }) => sources).filter((sources) => sources.securityHub?.some((id) => securityHub.includes(id)))
      : [{ securityHub }];
    const cited = new Set(facts.flatMap(citation));
    const controls = rows.filter((row) => serves(row, cited)).map(({ id }) => id);
    return controls.length === 0 ? [] : [{
      name,
      identifier: identifierOf(rule),
      controls,
      ...(parameters && { parameters }),
      ...(onlyIn && { onlyIn: [...onlyIn] }),
      ...(notIn && { notIn: [...notIn] }),
    }];
  });
}

function serves({ id, through = [id] }: ControlRow, cited: ReadonlySet<string>): boolean {
  return through.some((one) => cited.has(one));
}

function numbersOf({ logRetentionDays, backupRetentionDays, credentialRotationDays }: NonNullable<FrameworkData['numbers']> = {}): FrameworkNumbers {
  const days = (number: number | undefined) => number === undefined ? undefined : Duration.days(number);
  return { logRetention: days(logRetentionDays), backupRetention: days(backupRetentionDays), credentialRotation: days(credentialRotationDays) };
}
