import { rowsOf, SecurityHubRow } from '../mapping/tables';
import { Framework } from '../model/framework';
import { Sources } from '../model/safeguard';

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
 * Controls of a framework whose published mapping covers resource types that no safeguard judges: it relates them to facts about the service of the type.
 * @param types CloudFormation types that no safeguard judges
 * @returns the types among them that concern a control
 */
export function unjudgedIn(framework: Framework, types: readonly string[]): (control: string) => readonly string[] {
  const concerned = new Map<string, string[]>();
  for (const type of [...new Set(types)].sort()) {
    for (const control of framework._review.relatedTo(factsAbout(serviceOf(type)))) concerned.set(control, [...concerned.get(control) ?? [], type]);
  }
  return (control) => concerned.get(control) ?? [];
}

function serviceOf(type: string): string {
  const service = type.split('::')[1] ?? type;
  return (NAMES[service] ?? service).toLowerCase();
}

// The names of cdk-nag and Prowler begin with the service.
function factsAbout(service: string): Sources {
  const named = (table: string, belongs: (row: SecurityHubRow) => boolean) => rowsOf<SecurityHubRow>(table).filter(belongs).map(({ id }) => id);
  return {
    securityHub: named('security-hub', (row) => row.service.toLowerCase() === service),
    cdkNag: named('cdk-nag', ({ id }) => id.toLowerCase().startsWith(service)),
    prowler: named('prowler', ({ id }) => id.startsWith(`${service}_`)),
  };
}
