import { countedFlows, unreadText } from './flows/flow-text';
import { SystemModel } from './model';
import { EvidenceFile } from '../model/evidence-options';
import { DocumentId } from '../model/responsibility';
import { counted } from '../report/text';

/** A part of the evidence that shows a control without a safeguard. */
export interface DocumentEvidence {
  /** Path in the folder of the evidence. */
  readonly file: string;
  /** Section of the page that has the same. */
  readonly section: 'diagrams' | 'inventory' | 'flows' | 'cryptography' | 'deviations';
  /** What it shows, and that it follows from the templates. */
  readonly shows: string;
}

/** The document of an id; undefined where the evidence has none. */
export type Documents = (id: DocumentId) => DocumentEvidence | undefined;

/** Numbers of accepted deviations: all, and those of them that constructs of the library have by design. */
interface Deviations {
  readonly acknowledged: number;
  readonly byDesign: number;
}

/** The documents of evidence. A file that is not selected is none; lists are in `evidence.json` in any case. */
export function documentsOf(
  { inventory, flows, crypto, unread }: SystemModel, { acknowledged, byDesign }: Deviations, files: ReadonlySet<EvidenceFile>,
): Documents {
  const { components, parties } = inventory;
  const but = unread ? `; ${unreadText(unread)}` : '';
  const certificates = crypto.keys.filter(({ type }) => /certificate$/i.test(type)).length;
  const drawn = files.has(EvidenceFile.DIAGRAMS) && components.length > 0;
  const all: Readonly<Record<DocumentId, DocumentEvidence | false>> = {
    'architecture': drawn && {
      file: 'architecture.svg',
      section: 'diagrams',
      shows: `${counted(components.length, 'component')} by account, Region, VPC and subnet with the connections of the network, drawn from the templates${but}`,
    },
    'data flow': drawn && { file: 'data-flow.svg', section: 'diagrams', shows: `data that moves between components and how it is protected, drawn from the templates${but}` },
    'inventory': components.length > 0 && {
      file: 'evidence.json',
      section: 'inventory',
      shows: `${counted(components.length, 'component')} and ${parties.length} ${parties.length === 1 ? 'party' : 'parties'} outside the workload, listed from the templates${but}`,
    },
    'flows': flows.length > 0 && {
      file: 'evidence.json',
      section: 'flows',
      shows: `${countedFlows(flows)} with protocol, port, encryption, reason and origin, listed from the templates${but}`,
    },
    'cryptography': crypto.atRest.length + crypto.inTransit.length + crypto.keys.length > 0 && {
      file: files.has(EvidenceFile.CRYPTOGRAPHY) ? 'crypto.json' : 'evidence.json',
      section: 'cryptography',
      shows: `${counted(crypto.atRest.length, 'data store')}, ${counted(crypto.inTransit.length, 'endpoint')}, ${counted(crypto.keys.length - certificates, 'key')} and ${counted(certificates, 'certificate')}, listed from the templates${but}`,
    },
    'deviations': acknowledged > 0 && {
      file: files.has(EvidenceFile.DEVIATIONS) ? 'deviations.csv' : 'evidence.json',
      section: 'deviations',
      shows: `${counted(acknowledged, 'acknowledged deviation')}${byDesign > 0 ? `, ${byDesign} of them by design of the library,` : ''} with reason, owner and expiry, listed from the code`,
    },
  };
  return (id) => all[id] || undefined;
}
