import { MappingRow, rowsOf, SecurityHubRow } from '../mapping/tables';
import { Framework } from '../model/framework';
import { Sources } from '../model/safeguard';
import { SAFEGUARDS } from '../safeguards';

// Services of CloudFormation types whose names differ from those of AWS Security Hub.
const NAMES: Readonly<Record<string, string>> = {
  AmazonMQ: 'MQ',
  CertificateManager: 'ACM',
  ACMPCA: 'PCA',
  DocDB: 'DocumentDB',
  ElasticLoadBalancing: 'ELB',
  ElasticLoadBalancingV2: 'ELB',
  Elasticsearch: 'ES',
  KafkaConnect: 'MSK',
  KinesisFirehose: 'DataFirehose',
  Logs: 'CloudWatch',
  OpenSearchService: 'Opensearch',
  WAFv2: 'WAF',
  WAFRegional: 'WAF',
};

/**
 * Controls of a framework whose published mapping covers resource types that no safeguard judges: it relates them to a fact about the service of the
 * type, and no safeguard judges this fact.
 * @param types CloudFormation types that no safeguard judges
 * @returns the types among them that concern a control
 */
export function unjudgedIn(framework: Framework, types: readonly string[]): (control: string) => readonly string[] {
  const concerned = new Map<string, string[]>();
  for (const type of [...new Set(types)].sort()) {
    for (const control of framework._review.relatedTo(openFacts(serviceOf(type)))) concerned.set(control, [...concerned.get(control) ?? [], type]);
  }
  return (control) => concerned.get(control) ?? [];
}

function serviceOf(type: string): string {
  const service = type.split('::')[1] ?? type;
  return (NAMES[service] ?? service).toLowerCase();
}

// Published facts about a service that no safeguard judges. The names of cdk-nag and Prowler begin with the service.
function openFacts(service: string): Sources {
  const open = (source: keyof Sources, rows: readonly MappingRow[]) => {
    const judged = new Set(SAFEGUARDS.flatMap(({ sources }) => sources[source] ?? []));
    return rows.map(({ id }) => id).filter((id) => !judged.has(id));
  };
  return {
    securityHub: open('securityHub', rowsOf<SecurityHubRow>('security-hub').filter((row) => row.service.toLowerCase() === service)),
    cdkNag: open('cdkNag', rowsOf<MappingRow>('cdk-nag').filter(({ id }) => id.toLowerCase().startsWith(service))),
    prowler: open('prowler', rowsOf<MappingRow>('prowler').filter(({ id }) => id.startsWith(`${service}_`))),
  };
}
