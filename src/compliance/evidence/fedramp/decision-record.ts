import { ConfigRuleRow, identifierOf, rowsOf } from '../../mapping/tables';
import { oncePer } from '../../once';
import { Automation } from '../automation';
import { Evidence } from '../collect';
import { deviationsIn } from '../control-text';
import { EvidenceSource } from '../evidence-source';
import { Flow } from '../model';
import { cryptographyParameters, ParameterFact } from '../parameters';
import { ControlEvidence, Proof } from '../status';

/** An item of `portsAndProtocols`. */
interface PortAndProtocol {
  readonly serviceName: string;
  readonly portNumber: string;
  readonly transportProtocol: string;
  readonly encryption: string;
  readonly purpose: string;
}

type Status = 'Implemented' | 'Not Implemented' | 'Partially Implemented';

/** FedRAMP Security Decision Record, as far as the project writes it (FedRAMP/schemas, fedramp-security-decision-record-schema-2026-06-24.json). */
export interface DecisionRecord {
  readonly certificationPackageOverviewUri: string;
  /** Metadata that SDR-CSO-MTD asks for. */
  readonly version: string;
  readonly lastUpdated?: string;
  readonly sourceOfUpdate: string;
  readonly portsAndProtocols: readonly PortAndProtocol[];
  readonly securityControls: readonly ControlDecision[];
  readonly fedRampRequirements: ReadonlyArray<{
    readonly frrID: string;
    readonly frrImplementation: readonly string[];
    readonly frrValidation: readonly string[];
    readonly frrAssessment: readonly string[];
  }>;
  readonly keySecurityIndicators: readonly IndicatorDecision[];
}

export interface ControlDecision {
  readonly controlId: string;
  readonly parameterValues?: ReadonlyArray<{ readonly parameterId: string; readonly parameterValue: string }>;
  /** Omitted where templates show nothing. */
  readonly controlImplementationStatus?: Status;
  readonly controlImplementationDescription: string;
}

export interface IndicatorDecision {
  readonly ksiId: string;
  /** Omitted where templates show nothing. */
  readonly ksiImplementationStatus?: Status;
  readonly ksiImplementation: readonly string[];
  readonly ksiValidation: readonly string[];
  /** Written by an independent assessor. */
  readonly ksiAssessment: readonly string[];
  readonly ksiTests: readonly string[];
  readonly ksiEvidence: ReadonlyArray<{
    readonly evidenceType: string;
    readonly evidenceDescription: string;
    readonly evidenceText: string;
    readonly lastUpdated?: string;
  }>;
}

/** Address of a package overview that is not stated. */
export const NO_OVERVIEW = 'about:blank';

// Drift is a difference between a stack and its template (AWS CloudFormation User Guide, Detect unmanaged configuration changes).
const DRIFT = 'CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK';
const ABOUT_DRIFT = ['KSI-CMT-RMV', 'KSI-CNA-EIS', 'KSI-MLA-EVC', 'KSI-SVC-ACM'];
const ABOUT_RECOVERY = ['KSI-RPL-ABO', 'KSI-RPL-TRC'];
const REV5 = 'fedramp-moderate-r5';
const PARTIES = { technical: 'workload', customer: 'provider', inherited: 'AWS', notApplicable: 'Not applicable' };

/** The decisions that the templates show. What they do not show has no status. The record is written for machines and for people. */
export const decisionRecord: (source: EvidenceSource) => DecisionRecord = oncePer((source: EvidenceSource) => {
  const { evidence, indicators, automation, parameters, packageOverview = NO_OVERVIEW } = source;
  const { asOf, frameworks } = evidence;
  const facts = [...parameters(), ...cryptographyParameters(evidence.crypto)];
  const methodsOf = deployedMethods(automation(), evidence.safeguards);
  return {
    certificationPackageOverviewUri: packageOverview,
    version: asOf ?? 'time of the code not known',
    ...(asOf !== undefined && { lastUpdated: asOf }),
    sourceOfUpdate: 'cdk-regulated, from the CloudFormation templates of the workload',
    portsAndProtocols: portsOf(evidence),
    securityControls: frameworks.filter(({ id }) => id === REV5)
      .flatMap(({ controls }) => controls.map((control) => controlDecision(control, facts.filter((fact) => fact.control === control.id)))),
    fedRampRequirements: [{
      frrID: 'CDS-CSO-CBF',
      frrImplementation: ['One model of the templates is the source of this record in JSON and in Markdown, of the control matrix and of the OSCAL documents. Each synthesis writes all of them.'],
      frrValidation: [],
      frrAssessment: [],
    }],
    keySecurityIndicators: indicators().map((indicator) => indicatorDecision(evidence, indicator, methodsOf(indicator))),
  };
});

function controlDecision(control: ControlEvidence, facts: readonly ParameterFact[]): ControlDecision {
  const status = statusOf(control);
  return {
    controlId: control.id,
    ...(facts.length > 0 && { parameterValues: facts.map(({ parameterId, value }) => ({ parameterId, parameterValue: value })) }),
    ...(status && { controlImplementationStatus: status }),
    controlImplementationDescription: [...shownBy(control), ...leftOf(control)].join('\n'),
  };
}

function indicatorDecision({ asOf, safeguards }: Evidence, indicator: ControlEvidence, methods: readonly string[]): IndicatorDecision {
  const { id, title, proven } = indicator;
  const status = statusOf(indicator);
  return {
    ksiId: id,
    ...(status && { ksiImplementationStatus: status }),
    ksiImplementation: [...shownBy(indicator), ...leftOf(indicator)],
    ksiValidation: numbered([
      ...proven.length > 0 ? ['each synthesis judges every resource of the templates with the tests below, before deployment'] : [],
      ...methods.length > 0 ? [`${methods.join(', ')}, on deployed resources`] : [],
    ]),
    ksiAssessment: [],
    ksiTests: proven.map((proof) => `${proof.safeguard}: ${safeguards[proof.safeguard].statement}`),
    ksiEvidence: proven.length === 0 ? [] : [{
      evidenceType: 'Configuration',
      evidenceDescription: `Outcomes of the tests of ${title}, resource by resource in evidence.json of the same folder`,
      evidenceText: proven.map(outcome).join('\n'),
      ...(asOf !== undefined && { lastUpdated: asOf.slice(0, 10) }),
    }],
  };
}

/**
 * Automated methods that the templates deploy and that check an indicator on deployed resources: rules of AWS Config that check the fact of one of its tests,
 * detection of drift, and restore tests.
 */
function deployedMethods({ configRules, restoresBackups }: Automation, safeguards: Evidence['safeguards']): (indicator: ControlEvidence) => string[] {
  const rules = rowsOf<ConfigRuleRow>('config-rules').filter((rule) => configRules.includes(identifierOf(rule)));
  return ({ id, proven }) => {
    const facts = new Set(proven.flatMap(({ safeguard }) => safeguards[safeguard].sources.securityHub ?? []));
    return [
      ...rules.filter(({ securityHub }) => securityHub.some((fact) => facts.has(fact))).map(({ name }) => `AWS Config rule ${name}`),
      ...ABOUT_DRIFT.includes(id) && configRules.includes(DRIFT) ? ['AWS Config rule cloudformation-stack-drift-detection-check'] : [],
      ...ABOUT_RECOVERY.includes(id) && restoresBackups ? ['restore tests of AWS Backup'] : [],
    ];
  };
}

function numbered([first, second = 'none']: readonly string[]): string[] {
  return first === undefined ? [] : [`First automated method: ${first}.`, `Second automated method: ${second}.`];
}

/** The status that templates show: a part of a control that holds implements it partially. */
function statusOf({ status, proven }: ControlEvidence): Status | undefined {
  const holds = proven.some((proof) => proof.holds > 0);
  switch (status) {
    case 'satisfied': return 'Implemented';
    case 'satisfied in part': return 'Partially Implemented';
    case 'acknowledged': case 'fails': return holds ? 'Partially Implemented' : 'Not Implemented';
    default: return undefined;
  }
}

function shownBy({ proven, documents = [] }: ControlEvidence): string[] {
  const shown = [
    ...proven.length > 0 ? [`Templates show: ${proven.map(outcome).join('; ')}.`] : [],
    ...documents.map(({ file, shows }) => `${file} of the evidence: ${shows}.`),
  ];
  return shown.length > 0 ? shown : ['Templates show nothing.'];
}

function outcome({ safeguard, holds, of }: Proof): string {
  return `${safeguard} holds on ${holds} of ${of}`;
}

function leftOf(control: ControlEvidence): string[] {
  const { left, unjudged = [] } = control;
  return [
    ...deviationsIn(control).map((line) => `${line}.`),
    ...unjudged.length > 0 ? [`Not judged: ${unjudged.join(', ')}.`] : [],
    ...typeof left === 'string' ? [] : Object.entries(left).map(([party, text]) => (
      party === 'notApplicable' ? `${PARTIES.notApplicable}: ${text}` : `Left to the ${PARTIES[party as keyof typeof PARTIES]}: ${text}`.replace('the AWS', 'AWS'))),
  ];
}

/** Transport of protocols of applications. */
const TRANSPORTS: Readonly<Record<string, string>> = {
  'DNS': 'TCP, UDP', 'HTTP': 'TCP', 'HTTP, HTTPS': 'TCP', 'HTTPS': 'TCP', 'SFTP': 'TCP', 'SMTP': 'TCP', 'WS': 'TCP', 'WSS': 'TCP',
};

/** Ports that the permitted connections use, each once for a target and a purpose. */
function portsOf({ flows, inventory: { components, parties } }: Evidence): PortAndProtocol[] {
  const named = [...components.map(({ id, service: name }) => ({ id, name })), ...parties];
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const items = flows.filter(({ ports, blockedBy }) => ports !== undefined && blockedBy === undefined).map((flow) => ({
    serviceName: [...new Set(flow.to.map((id) => names.get(id) ?? id))].join(', '),
    portNumber: flow.ports === 'all' ? '0-65535' : flow.ports!,
    transportProtocol: TRANSPORTS[flow.protocol] ?? flow.protocol,
    encryption: encryptionOf(flow),
    purpose: flow.why,
  }));
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function encryptionOf({ encryption, encryptedBy }: Flow): string {
  return encryption === 'not encrypted' ? 'None' : encryption === 'encrypted' ? encryptedBy : 'Not determined';
}
