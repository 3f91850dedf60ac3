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
  /** Address of FedRAMP's Certification Package Overview. */
  readonly packageOverview?: string;
  /** Folder with the evidence of an earlier synthesis. */
  readonly compareWith?: string;
  readonly prices?: IPriceTable;
  readonly usage?: MonthlyUsage;
}

/** Checks the options of the evidence and adds their defaults. */
export function resolveEvidence(scope: IConstruct, name: string, options: EvidenceOptions, frameworks: readonly Framework[]): ResolvedEvidence {
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

/** Whether a framework is one of FedRAMP. */
export function isOfFedRamp(id: string): boolean {
  return id.startsWith('fedramp-');
}
