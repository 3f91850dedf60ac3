import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import {
  App, attachCustomSynthesis, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, Validations,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';
import { collect } from './evidence/collect';
import { controlMatrix } from './evidence/control-matrix';
import { isFinding, judge, Judged, Judgement, Subject } from './judge';
import { Acknowledgement } from './model/acknowledgement';
import { FrameworkNumbers } from './model/control';
import { Framework } from './model/framework';
import { strictest } from './model/framework-numbers';
import { stageAround } from './rendered';
import { isSafeguard } from './safeguards';
import { requireArguments } from '../validation/props';
import { refuse } from '../validation/refuse';
import { requireString } from '../validation/strings';

/** Controls that a finding cites per framework. The evidence has all of them. */
const SHOWN_CONTROLS = 3;

const CHECKS = Symbol.for('cdk-regulated.ComplianceChecks');
/** The name of files, to which an extension is added. */
const EVIDENCE_NAME = { need: '1 to 200 letters, digits, periods, hyphens and underscores', pattern: /[A-Za-z0-9._-]+/, maxLength: 200 };

/** Properties of ComplianceChecks. */
export interface ComplianceChecksProps {
  /**
   * Frameworks that apply to everything below the scope.
   * @allowsEmpty
   * @knownAtSynthesis
   */
  readonly frameworks: Framework[];
  /**
   * Name of the evidence files: 1 to 200 letters, digits, periods, hyphens and underscores.
   * @knownAtSynthesis
   * @default - the path of the scope, `app` for the app itself
   */
  readonly name?: string;
  /**
   * Regions that may hold data. A copy or replica in another Region is a finding.
   * @default - any
   */
  readonly regions?: string[];
  /**
   * Tags that every taggable resource must have.
   * @allowsEmpty
   * @default - none
   */
  readonly tags?: string[];
}

/**
 * Checks the templates below a scope against frameworks, including plain L2 and L1 code. Findings stop the synthesis and cite controls. The
 * evidence is written beside the templates. A `Workload` installs it automatically.
 *
 * An app has one policy validation plugin for all scopes.
 */
export class ComplianceChecks implements IPolicyValidationPlugin {
  /**
   * Checks everything below a scope against frameworks.
   * @param scope app, stage, stack or any construct
   * @throws ValidationError if `frameworks` is no list of frameworks, the evidence name is in use in the stage, or a framework cites an unknown safeguard
   */
  public static on(scope: IConstruct, props: ComplianceChecksProps): ComplianceChecks {
    requireArguments(scope, 'ComplianceChecks.on', { scope, props });
    requireString(scope, 'name', props.name, EVIDENCE_NAME);
    return ComplianceChecks._on(scope, props, strictest(props.frameworks.map((framework) => framework.numbers)));
  }

  /**
   * `on` with the strictest numbers of the frameworks, which a workload has computed.
   * @internal
   */
  public static _on(scope: IConstruct, props: ComplianceChecksProps, numbers: FrameworkNumbers): ComplianceChecks {
    const root = scope.node.root;
    const checks: ComplianceChecks = (root as any)[CHECKS] ?? new ComplianceChecks(root);
    checks.add({
      scope,
      name: props.name ?? (scope.node.path.replace(/[^A-Za-z0-9-]+/g, '-') || 'app'),
      frameworks: props.frameworks,
      expected: {
        numbers,
        regions: props.regions,
        tags: props.tags ?? [],
      },
    });
    return checks;
  }

  /**
   * Acknowledges that a construct, and every construct below it, deviates from a safeguard.
   * `Validations.of(construct).acknowledge({ id, reason })` does the same without an expiry.
   * @throws ValidationError if no safeguard has the id, the reason has fewer than 20 characters or 4 words, or the expiry is not a day
   */
  public static acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
    requireArguments(scope, 'ComplianceChecks.acknowledge', { scope, acknowledgement });
    acknowledge(scope, acknowledgement);
  }

  /** Name of the plugin in CDK's validation report. */
  public readonly name = 'ComplianceChecks';
  private readonly subjects: Subject[] = [];
  private judged: Judged[] = [];

  private constructor(root: IConstruct) {
    Object.defineProperty(root, CHECKS, { value: this });
    if (!App.isApp(root)) return;
    Validations.of(root).addPlugins(this);
    // Evidence is written during synthesis: a validation plugin may not change files that an earlier run left in the output folder.
    attachCustomSynthesis(root, { onSynthesize: () => this.judgeAll() });
  }

  /** Called by the CDK after it has written the templates. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = new Set(context?.templatePaths);
    const violations = this.judged.flatMap(({ subject, judgements }) => judgements
      .filter(isFinding)
      .filter((judgement) => reportedWith(judgement, templates))
      .map((judgement) => violation(judgement, subject)));
    return { success: violations.length === 0, violations };
  }

  private add(subject: Subject) {
    for (const { title, controls } of subject.frameworks) {
      const unheard = controls.flatMap(({ safeguards }) => safeguards).find((id) => !isSafeguard(id));
      if (unheard !== undefined) refuse(subject.scope, `safeguards of framework '${title}' must be ids of safeguards, got '${unheard}'`);
    }
    const twin = this.subjects.find(({ name, scope }) => name === subject.name && stageAround(scope) === stageAround(subject.scope));
    if (twin) refuse(subject.scope, `evidence '${subject.name}' already exists in this stage, for '${twin.scope.node.path}'`);
    this.subjects.push(subject);
  }

  private judgeAll() {
    this.judged = this.subjects.map((subject) => judge(subject, this.subjects));
    this.judged.forEach(writeEvidence);
  }
}

// CDK calls once per account and Region and does not list nested templates: their findings are reported with the outermost template.
// A finding about the workload as a whole is reported with its first template.
function reportedWith({ template }: Judgement, templates: ReadonlySet<string>): boolean {
  return templates.has(template.outermostFile);
}

function violation({ safeguard, path, resource, result, finding, template }: Judgement, { frameworks }: Subject): PolicyViolation {
  const controls = frameworks.map((framework) => ({ title: framework.title, ids: framework.controlsServedBy(safeguard.id) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ title, ids }) => `${title} ${ids.slice(0, SHOWN_CONTROLS).join(', ')}${ids.length > SHOWN_CONTROLS ? ` (+${ids.length - SHOWN_CONTROLS})` : ''}`);
  return {
    ruleName: safeguard.id,
    description: [
      `${result === 'unknown' ? 'cannot be determined at synth' : 'not met'}: ${safeguard.statement} (${finding})`,
      ...(controls.length ? [`Controls: ${controls.join('; ')}`] : []),
      `Acknowledge: ${safeguard.id}`,
    ].join('. '),
    fix: safeguard.remedy,
    // With a prefixed id, CDK's matcher suppresses a rule in the whole app, except for findings of severity `fatal`.
    severity: 'fatal',
    violatingResources: [resource
      ? { resourceLogicalId: resource.logicalId, templatePath: template.file, locations: [] }
      : { constructPath: path, locations: [] }],
  };
}

// Beside the templates: `evidence/<name>.json` and `evidence/<name>.md`.
function writeEvidence(judged: Judged): void {
  const folder = join(stageAround(judged.subject.scope).outdir, 'evidence');
  const evidence = collect(judged);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${evidence.name}.json`), `${JSON.stringify(evidence, null, 1)}\n`);
  writeFileSync(join(folder, `${evidence.name}.md`), controlMatrix(evidence));
}
