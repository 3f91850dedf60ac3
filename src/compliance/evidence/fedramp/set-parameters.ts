/** A control, one of its parameters, and the value that FedRAMP sets. */
type SetParameter = readonly [control: string, parameterId: string, value: string];

/** Parameters of Rev5 controls whose value FedRAMP sets. Source: FedRAMP/rules, fedramp-consolidated-rules.json, version 2026.07.14.01. */
export const SET_PARAMETERS: readonly SetParameter[] = [
  ['AC-6(1)', 'ac-06.01_odp.02', 'all functions not publicly accessible'],
  ['AC-6(1)', 'ac-06.01_odp.05', 'all security-relevant information not publicly available'],
  ['AC-6(2)', 'ac-06.02_odp', 'all security functions'],
  ['AC-6(8)', 'ac-06.08_odp', 'any software except software explicitly documented'],
  ['AU-10', 'au-10_odp', 'at least actions including the addition, modification, deletion, approval, sending, or receiving of data'],
  ['AU-12', 'au-12_odp.01', 'at least all information system and network components where audit capability is deployed/available'],
  ['CA-2', 'ca-02_odp.02', 'individuals or roles to include FedRAMP and agency customers'],
  ['CA-2(3)', 'ca-02.03_odp.01', 'any FedRAMP Recognized independent assessment service'],
  ['CM-11', 'cm-11_odp.03', 'Continuously (via CM-7 (5))'],
  ['CP-2(3)', 'cp-02.03_odp.02', 'time period defined in service provider and organization Service Level Agreements'],
  ['CP-10(4)', 'cp-10.04_odp', 'time period consistent with the restoration time-periods defined in the service provider and organization Service Level Agreements'],
  ['IA-2(8)', 'ia-02.08_odp', 'privileged accounts; non-privileged accounts'],
  ['IA-2(6)', 'ia-02.06_odp.01', 'local, network and remote'],
  ['IA-2(6)', 'ia-02.06_odp.02', 'privileged accounts; non-privileged accounts'],
  ['IA-4(4)', 'ia-04.04_odp', 'contractors; foreign nationals'],
  ['SA-9(2)', 'sa-09.02_odp', 'all external systems where federal customer data is processed or stored'],
];
