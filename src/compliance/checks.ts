/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import {
  App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, Validations,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';
import { ComplianceChecksProps } from './checks-props';
import { atEndOfSynthesis } from './end-of-synthesis';
import { evidenceName, resolveEvidence } from './evidence/options';
import { requireOwnFrameworks, requireSafeguards } from './framework-ids';
import { Acknowledgement } from './model/acknowledgement';
import { FrameworkNumbers } from './model/control';
import { Framework } from './model/framework';
import { strictest } from './model/framework-numbers';
import { OwnSafeguard, ownSafeguards, withoutTwins } from './own-safeguards';
import { CheckedSubject, EvidenceWriter } from './report/examination';
import { reactionOf } from './report/reaction';
import { Report } from './report/report';
import { recordOverrides } from './report/source-line';
import { copyOf, requireArguments } from '../validation/props';
import { refuse, requireKnown } from '../validation/refuse';
import { requireRegionName } from '../validation/regions';
import { requireString } from '../validation/strings';

const CHECKS = Symbol.for('cdk-regulated.ComplianceChecks');
/** The name of a folder. */
const EVIDENCE_NAME = {
  need: '1 to 200 letters, digits, periods, hyphens and underscores, the first no period', pattern: /(?!\.)[A-Za-z0-9._-]+/, maxLength: 200,
};

/**
 * Checks the templates below a scope against frameworks, including plain L2 and L1 code. Findings stop the synthesis and cite controls. The
 * evidence is written next to the templates. A `Workload` installs it automatically.
 *
 * An app has one policy validation plugin for all scopes.
 *
 * @example
 * ComplianceChecks.on(this, { frameworks: [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1] });
 * // A finding on a resource below the stack, of this library or of aws-cdk-lib, stops the synthesis.
 * new SecureBucket(this, 'Documents');
 */
export class ComplianceChecks implements IPolicyValidationPlugin {
  /**
   * Checks everything below a scope against frameworks.
   * @param scope app, stage, stack or any construct
   * @throws ValidationError if `frameworks` is no list of frameworks or has two with one id, `regions` has a value that is no Region, the scope has a check or a workload already, the evidence name is in use in its folder, a framework cites an unknown safeguard,
   * a safeguard is invalid or has the id of another one, or the context key `cdk-regulated:onFindings` has an unknown value
   */
  public static on(scope: IConstruct, props: ComplianceChecksProps): ComplianceChecks {
    requireArguments(scope, 'ComplianceChecks.on', { scope, props });
    requireString(scope, 'name', props.name, EVIDENCE_NAME);
    requireKnown(scope, 'regions', props.regions);
    props.regions?.forEach((region, index) => {
      requireKnown(scope, `regions[${index}]`, region);
      requireRegionName(scope, `regions[${index}]`, region);
    });
    return ComplianceChecks._on(scope, copyOf('ComplianceChecksProps', props), strictest(props.frameworks.map((framework) => framework.numbers)));
  }

  /**
   * `on` with the strictest numbers of the frameworks, which a workload has computed, and its lifecycle, which the evidence states.
   * @internal
   */
  public static _on(scope: IConstruct, props: ComplianceChecksProps, numbers: FrameworkNumbers, lifecycle?: string): ComplianceChecks {
    const checks = ComplianceChecks.of(scope);
    const name = props.name ?? evidenceName(scope.node.path);
    checks.add({
      scope,
      name,
      frameworks: props.frameworks,
      own: withoutTwins(scope, 'safeguards', [
        ...props.frameworks.flatMap((framework) => framework._safeguards), ...ownSafeguards(scope, 'safeguards', props.safeguards ?? []),
      ]),
      expected: {
        numbers,
        regions: props.regions,
        tags: props.tags ?? [],
      },
      reaction: reactionOf(scope, props.onFindings),
      evidence: resolveEvidence(scope, name, props.evidence ?? {}, props.frameworks, lifecycle),
    });
    return checks;
  }

  /**
   * Notes a construct of the library that no workload covers. If no check covers it either, the synthesis warns.
   * @internal
   */
  public static _uses(construct: IConstruct): void {
    ComplianceChecks.of(construct).users.push(construct);
  }

  /**
   * Frameworks that the construct is checked against.
   * @internal
   */
  public static _frameworksAround(construct: IConstruct): Framework[] {
    const { subjects } = ComplianceChecks.of(construct);
    return subjects.filter(({ scope }) => construct.node.scopes.includes(scope)).flatMap(({ frameworks }) => frameworks);
  }

  /**
   * Acknowledges that a construct, and every construct below it, deviates from a safeguard.
   * `Validations.of(construct).acknowledge({ id, reason })` does the same without an expiry.
   * @throws ValidationError if no safeguard has the id, the reason has fewer than 20 characters or 4 words, or the expiry is not a day
   * @example
   * const common = ManagedRuleGroup.COMMON.withOptions({ overrides: { SizeRestrictions_BODY: RuleAction.COUNT } });
   * const webAcl = new WebAcl(this, 'WebAcl', { managedRuleGroups: [common, ManagedRuleGroup.KNOWN_BAD_INPUTS, ManagedRuleGroup.SQL_INJECTION] });
   * ComplianceChecks.acknowledge(webAcl, {
   *   id: 'WAF.RulesBlock',
   *   reason: 'documents are larger than the rule allows, and the service limits their size',
   *   ticket: 'SEC-1234',
   *   owner: 'Web team',
   * });
   */
  public static acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
    requireArguments(scope, 'ComplianceChecks.acknowledge', { scope, acknowledgement });
    const { subjects } = ComplianceChecks.of(scope);
    acknowledge(scope, acknowledgement, subjects.flatMap(({ own }) => own.map(({ id }) => id)));
  }

  /**
   * Synthesizes the app of a scope and throws if the check has findings about the scope or constructs below it. For unit tests. Findings about the workload
   * as a whole count if it is declared on the scope or below it. Known findings of a baseline do not count.
   * @param scope app, stage, stack or any construct
   * @throws ValidationError if there are findings, or no check covers the scope
   * @example
   * const documents = new SecureBucket(this, 'Documents');
   * ComplianceChecks.expectCompliant(documents);
   */
  public static expectCompliant(scope: IConstruct): void {
    requireArguments(scope, 'ComplianceChecks.expectCompliant', { scope });
    const checks = ComplianceChecks.of(scope);
    const isCovered = checks.subjects.some((subject) => scope.node.scopes.includes(subject.scope) || subject.scope.node.scopes.includes(scope));
    if (!isCovered) refuse(scope, 'scope must be in a Workload or in the scope of ComplianceChecks.on');
    checks.expect(scope);
  }

  private static of(construct: IConstruct): ComplianceChecks {
    const { root } = construct.node;
    return (root as { [CHECKS]?: ComplianceChecks })[CHECKS] ?? new ComplianceChecks(root);
  }

  /** Name of the plugin in CDK's validation report. */
  public readonly name = 'ComplianceChecks';
  private readonly subjects: CheckedSubject[] = [];
  private readonly users: IConstruct[] = [];
  private report?: Report;
  /** Violations that CDK has not received yet. */
  private violations: PolicyViolation[] = [];
  private isExpecting = false;
  private readonly write: EvidenceWriter;

  private constructor(private readonly root: IConstruct) {
    Object.defineProperty(root, CHECKS, { value: this });
    // Judges and evidence are half of the modules of the library. They load when an app is judged.
    this.write = (...judged) => (require('./evidence/write') as typeof import('./evidence/write')).writeEvidence(...judged);
    if (!App.isApp(root)) return;
    recordOverrides();
    Validations.of(root).addPlugins(this);
    // Evidence is written during synthesis: a validation plugin may not change files that an earlier run left in the output folder.
    atEndOfSynthesis(root, () => this.judgeAll());
  }

  /** Called by the CDK after it has written the templates. */
  public validate(_context: IPolicyValidationContext): PolicyValidationPluginReport {
    // Without the validation of constructs, what an app attaches later to its root replaces the check.
    if (!this.report) this.judgeAll();
    // CDK calls once per account and Region, and joins the results.
    const { isFatal } = require('./report/verdict') as typeof import('./report/verdict');
    const violations = this.violations;
    this.violations = [];
    return { success: !violations.some(isFatal), violations };
  }

  private add(subject: CheckedSubject) {
    requireSafeguards(subject.scope, subject.frameworks, subject.own.map(({ id }) => id));
    requireOwnFrameworks(subject.scope, subject.frameworks);
    // The report joins findings of all subjects by their safeguard.
    const other = this.subjects.flatMap((one) => one.own).find((known) => subject.own.some((one) => isOtherRule(known, one)));
    if (other) refuse(subject.scope, `safeguard '${other.id}' already exists in this App, with another statement, remedy or severity`);
    const same = this.subjects.find(({ scope }) => scope === subject.scope);
    if (same) refuse(subject.scope, `ComplianceChecks '${same.name}' already exists in this scope, set frameworks and safeguards there`);
    // Some file systems do not distinguish upper and lower case.
    const twin = this.subjects.find(({ evidence: { folder } }) => folder.toLowerCase() === subject.evidence.folder.toLowerCase());
    if (twin) refuse(subject.scope, `evidence '${subject.name}' already exists in this folder, for '${twin.scope.node.path}'`);
    this.subjects.push(subject);
  }

  private judgeAll() {
    const { examine } = require('./report/examination') as typeof import('./report/examination');
    const { announce } = require('./report/verdict') as typeof import('./report/verdict');
    this.report = examine(this.root, this.subjects, this.users, this.write);
    if (!this.isExpecting) this.violations = announce(this.root, this.report);
  }

  private expect(scope: IConstruct) {
    this.isExpecting = true;
    try {
      (this.root as App).synth();
    } finally {
      this.isExpecting = false;
    }
    const { requireCompliant } = require('./report/verdict') as typeof import('./report/verdict');
    requireCompliant(scope, this.report!);
  }
}

function isOtherRule(one: OwnSafeguard, another: OwnSafeguard): boolean {
  const { id, statement, remedy, severity } = one;
  return id === another.id && (statement !== another.statement || remedy !== another.remedy || severity !== another.severity);
}
