import { DecisionRecord, NO_OVERVIEW } from './decision-record';
import { SET_PARAMETERS } from './set-parameters';
import { inline, table } from '../markdown';

/** The decision record for people, with what it leaves to write: `fedramp/security-decision-record.md`. */
export function decisionRecordText(systemName: string, record: DecisionRecord): string {
  const { version, sourceOfUpdate, portsAndProtocols, securityControls, fedRampRequirements, keySecurityIndicators } = record;
  const untested = keySecurityIndicators.filter(({ ksiTests }) => ksiTests.length === 0).map(({ ksiId }) => ksiId);
  const checked = keySecurityIndicators.filter(({ ksiValidation }) => ksiValidation.length > 0);
  const single = checked.filter(({ ksiValidation }) => ksiValidation.some((text) => text.endsWith(': none.'))).map(({ ksiId }) => ksiId);
  return [
    `# Security decision record: ${inline(systemName)}`,
    '',
    `Version: ${version}. Source: ${sourceOfUpdate}. The same content is in \`security-decision-record.json\`.`,
    '',
    '## Left to write',
    '',
    ...record.certificationPackageOverviewUri === NO_OVERVIEW ? ['- The address of the Certification Package Overview: set `certificationPackageOverviewUri` of the prop `evidence`.'] : [],
    '- Independent verification and validation of every indicator, control and rule: `ksiAssessment` and `frrAssessment` are empty.',
    '- FedRAMP rules other than CDS-CSO-CBF.',
    `- Measures, tests and evidence of ${untested.length} of ${keySecurityIndicators.length} indicators that templates do not show: ${untested.join(', ') || 'none'}.`,
    `- A second automated method for ${single.length} of ${checked.length} indicators with a first one: ${single.join(', ') || 'none'}.`,
    '- Metrics over time (FRC-CSX-MOT, SDR-CSX-KMT): keep the evidence of each release.',
    ...securityControls.length > 0 ? [
      `- The status of ${securityControls.filter(({ controlImplementationStatus }) => !controlImplementationStatus).length} of ${securityControls.length} controls, `
        + 'and the organization-defined parameters that templates do not show. Templates show '
        + `${securityControls.flatMap(({ parameterValues = [] }) => parameterValues.map(({ parameterId }) => parameterId)).join(', ') || 'none'}.`,
      ...SET_PARAMETERS.filter(([control, parameterId]) => securityControls.some(({ controlId, parameterValues = [] }) => (
        controlId === control && !parameterValues.some((shown) => shown.parameterId === parameterId))))
        .map(([control, parameterId, value]) => `- ${parameterId} of ${control}, which FedRAMP sets to: ${value}.`),
    ] : ['- Rev5 controls: the workload has no framework of a FedRAMP Rev5 baseline.'],
    '',
    '## Key Security Indicators',
    ...keySecurityIndicators.flatMap(({ ksiId, ksiImplementationStatus, ksiImplementation, ksiValidation, ksiTests }) => [
      '', `### ${ksiId}`, '', `Status: ${ksiImplementationStatus ?? 'not stated'}`, '', ...items(ksiImplementation), ...items(ksiValidation), ...items(ksiTests.map((test) => `Test ${test}`)),
    ]),
    ...securityControls.length > 0 ? ['', '## Rev5 controls', '', ...table(['Control', 'Status', 'Implementation', 'Parameters'], securityControls.map((control) => [
      control.controlId, control.controlImplementationStatus ?? 'not stated', control.controlImplementationDescription.replace(/\n/g, '<br>'),
      (control.parameterValues ?? []).map(({ parameterId, parameterValue }) => `${parameterId}: ${parameterValue}`).join('; '),
    ]))] : [],
    '', '## FedRAMP rules', '', ...fedRampRequirements.flatMap(({ frrID, frrImplementation }) => frrImplementation.map((text) => `- ${frrID}: ${text}`)),
    '', '## Ports and protocols', '', ...table(['Service', 'Port', 'Protocol', 'Encryption', 'Purpose'], portsAndProtocols.map((port) => [
      port.serviceName, port.portNumber, port.transportProtocol, port.encryption, port.purpose.replace(/\n/g, '<br>'),
    ])),
    '',
  ].join('\n');
}

function items(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${inline(text)}`);
}
