import { createHash } from 'crypto';
import { join, resolve } from 'path';
import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { requireNumber } from '../../validation/numbers';
import { LINE, requireString } from '../../validation/strings';
import { EvidenceFile, EvidenceOptions } from '../model/evidence-options';
import { Framework } from '../model/framework';
import { IPriceTable, MonthlyUsage } from '../model/price-table';
import { stageAround } from '../template-source';

const ADDRESS = { need: 'an address that begins with https://', pattern: /https:\/\/[^\s"<>\\^`{|}]+/, maxLength: 2000 };
const PATH = { need: 'a path', pattern: /[^\0]+/ };

/** Options of the evidence with their defaults. */
export interface ResolvedEvidence {
  /** Absolute path of the folder that the files are written into. */
  readonly folder: string;
  readonly files: ReadonlySet<EvidenceFile>;
  readonly systemName: string;
  readonly owner?: string;
  /** Lifecycle that a workload declares. */
  readonly lifecycle?: string;
  /** Address of FedRAMP's Certification Package Overview. */
  readonly packageOverview?: string;
  /** Folder with the evidence of an earlier synthesis. */
  readonly compareWith?: string;
  readonly prices?: IPriceTable;
  readonly usage?: MonthlyUsage;
}

/** Checks the options of the evidence and adds their defaults. */
export function resolveEvidence(
  scope: IConstruct, name: string, options: EvidenceOptions, frameworks: readonly Framework[], lifecycle: string | undefined,
): ResolvedEvidence {
  const { files, folder, systemName, owner, compareWith, prices, usage, certificationPackageOverviewUri: packageOverview } = options;
  for (const [prop, value] of Object.entries({ folder, compareWith })) requireString(scope, `evidence.${prop}`, value, PATH);
  for (const [prop, value] of Object.entries({ systemName, owner })) requireString(scope, `evidence.${prop}`, value, LINE);
  for (const [prop, value] of Object.entries(usage ?? {})) requireNumber(scope, `evidence.usage.${prop}`, value, { min: 0 });
  requireString(scope, 'evidence.certificationPackageOverviewUri', packageOverview, ADDRESS);
  return {
    // A tree without an app has no output folder, and writes no evidence.
    folder: resolve(folder ?? join((stageAround(scope) as Stage | undefined)?.outdir ?? '.', 'evidence'), name),
    files: new Set(files ?? defaultFiles(frameworks)),
    systemName: systemName ?? name,
    ...(owner !== undefined && { owner }),
    ...(lifecycle !== undefined && { lifecycle }),
    ...(packageOverview !== undefined && { packageOverview }),
    ...(compareWith !== undefined && { compareWith }),
    ...(prices !== undefined && { prices }),
    ...(usage !== undefined && { usage }),
  };
}

/** The files that are written by default. */
export function defaultFiles(frameworks: readonly Framework[]): EvidenceFile[] {
  return Object.values(EvidenceFile).filter((file) => file !== EvidenceFile.FEDRAMP || frameworks.some(({ id }) => isOfFedRamp(id)));
}

/** Whether a framework is one of FedRAMP, or tailored from one. */
export function isOfFedRamp(id: string): boolean {
  return [Framework.FEDRAMP_KSI_2026, Framework.FEDRAMP_MODERATE_R5].some((framework) => id === framework.id || id.startsWith(`${framework.id}-`));
}

/** Longest name of a folder. */
const LONGEST = 200;

/** Name of the evidence of a scope. A path that a name of a folder cannot have as it is gets a hash, so that two paths have two names. */
export function evidenceName(path: string): string {
  const name = path.replace(/[^A-Za-z0-9-]+/g, '-') || 'app';
  if (name.length <= LONGEST && !/[^A-Za-z0-9/-]/.test(path)) return name;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST - hash.length - 1).replace(/-$/, '')}-${hash}`;
}
