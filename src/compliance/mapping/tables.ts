import { Severity } from '../model/safeguard';
import { TABLES } from '../sources';

/** A control of a catalogue. */
export interface ControlRow {
  readonly id: string;
  readonly title: string;
  /** Ids that the mappings cite in its place, where it stands for controls of another catalogue. */
  readonly through?: readonly string[];
  /** Baselines and standards that it belongs to. */
  readonly memberOf?: readonly string[];
}

/** A published name of a fact, with the controls that its source relates it to, by catalogue. */
export interface MappingRow {
  readonly id: string;
  readonly controls?: Readonly<Record<string, readonly string[]>>;
}

/** A control of AWS Security Hub CSPM, which is a fact for other catalogues. */
export interface SecurityHubRow extends ControlRow, MappingRow {
  readonly service: string;
  /** Omitted where only the list of the standard's controls has it. */
  readonly severity?: Severity;
}

/** A managed rule of AWS Config. */
export interface ConfigRuleRow {
  readonly name: string;
  /** The name in capitals, if omitted. */
  readonly identifier?: string;
  /** Controls of AWS Security Hub CSPM that it is behind. */
  readonly securityHub: readonly string[];
  readonly onlyIn?: readonly string[];
  readonly notIn?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Rows of a table in `sources/`, parsed on first use. */
export function rowsOf<Row>(name: string): readonly Row[] {
  const load = TABLES[name];
  if (!load) throw new Error(`sources has no table '${name}'`);
  return load().rows;
}

/** The identifier of a managed rule of AWS Config. */
export function identifierOf({ name, identifier = name.toUpperCase().replace(/-/g, '_') }: ConfigRuleRow): string {
  return identifier;
}
