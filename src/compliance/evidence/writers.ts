/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import { Evidence } from './collect';
import { Diagrams } from './diagrams/diagrams';
import { EvidenceSource } from './evidence-source';
import { EvidenceFile } from '../model/evidence-options';
import { lazily } from '../once';

/** One file of the evidence. */
export interface EvidenceWriter {
  /** Path in the folder of the evidence. */
  readonly file: string;
  /** Member of `files` that selects it; undefined for a file that is always written. */
  readonly of?: EvidenceFile;
  /** The text of the file; undefined if there is nothing to write. */
  readonly text: (source: EvidenceSource) => string | undefined;
}

/** The files of the evidence, in the order in which they are written. The module of a writer is loaded when its file is first written. */
export const WRITERS: readonly EvidenceWriter[] = [
  { file: 'evidence.json', text: ({ text }) => `${text}\n` },
  { file: 'matrix.csv', of: EvidenceFile.MATRIX, text: ({ evidence }) => (require('./matrix-table') as typeof import('./matrix-table')).matrixTable(evidence) },
  { file: 'matrix.md', of: EvidenceFile.MATRIX, text: ({ evidence }) => (require('./control-matrix') as typeof import('./control-matrix')).controlMatrix(evidence) },
  { file: 'deviations.csv', of: EvidenceFile.DEVIATIONS, text: ({ evidence }) => (require('./deviations') as typeof import('./deviations')).deviationsTable(evidence) },
  { file: 'oscal/component-definition.json', of: EvidenceFile.OSCAL, text: ({ evidence }) => (require('./oscal/component-definition') as typeof import('./oscal/component-definition')).componentDefinition(evidence) },
  { file: 'oscal/assessment-results.json', of: EvidenceFile.OSCAL, text: ({ evidence }) => (require('./oscal/assessment-results') as typeof import('./oscal/assessment-results')).assessmentResults(evidence) },
  { file: 'oscal/poam.json', of: EvidenceFile.OSCAL, text: ({ evidence }) => (require('./oscal/poam') as typeof import('./oscal/poam')).planOfAction(evidence) },
  { file: 'crypto.json', of: EvidenceFile.CRYPTOGRAPHY, text: ({ evidence }) => (require('./crypto/document') as typeof import('./crypto/document')).cryptographyDocument(evidence) },
  { file: 'changes.md', of: EvidenceFile.CHANGES, text: (source) => source.previous && (require('./changes/changes') as typeof import('./changes/changes')).changes(source.evidence, source.previous, source.packageOverview) },
  {
    file: 'fedramp/information-resources.json', of: EvidenceFile.FEDRAMP, text: ({ evidence }) => (require('./fedramp/information') as typeof import('./fedramp/information')).informationResources(evidence),
  },
  { file: 'fedramp/information-flows.json', of: EvidenceFile.FEDRAMP, text: ({ evidence }) => (require('./fedramp/information') as typeof import('./fedramp/information')).informationFlows(evidence) },
  {
    file: 'fedramp/security-decision-record.json', of: EvidenceFile.FEDRAMP, text: (source) => `${JSON.stringify((require('./fedramp/decision-record') as typeof import('./fedramp/decision-record')).decisionRecord(source), null, 1)}\n`,
  },
  {
    file: 'fedramp/security-decision-record.md',
    of: EvidenceFile.FEDRAMP,
    text: (source) => {
      const { decisionRecord } = require('./fedramp/decision-record') as typeof import('./fedramp/decision-record');
      const { decisionRecordText } = require('./fedramp/decision-record-text') as typeof import('./fedramp/decision-record-text');
      return decisionRecordText(source.evidence.systemName, decisionRecord(source));
    },
  },
  { file: 'fedramp/README.md', of: EvidenceFile.FEDRAMP, text: ({ evidence }) => (require('./fedramp/derivation') as typeof import('./fedramp/derivation')).derivation(evidence) },
  { file: 'index.html', of: EvidenceFile.PAGE, text: ({ evidence, diagrams }) => (require('./page') as typeof import('./page')).indexPage({ evidence, diagrams: diagrams() }) },
  { file: 'architecture.svg', of: EvidenceFile.DIAGRAMS, text: ({ diagrams }) => diagrams()?.architecture },
  { file: 'data-flow.svg', of: EvidenceFile.DIAGRAMS, text: ({ diagrams }) => diagrams()?.dataFlow },
  { file: 'cost.json', of: EvidenceFile.COST, text: ({ evidence }) => `${JSON.stringify(evidence.cost, null, 1)}\n` },
];

/** The function that draws the diagrams once, when they are first written. */
export function diagramsOnce(evidence: Evidence): () => Diagrams {
  return lazily(() => (require('./diagrams/diagrams') as typeof import('./diagrams/diagrams')).diagramsOf(evidence));
}

/** The text of `provenance.json`, which has the digests of the others. */
export const provenanceOf: typeof import('./provenance').provenance = (...parameters) => (
  (require('./provenance') as typeof import('./provenance')).provenance(...parameters));
