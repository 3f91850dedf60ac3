import {
  App, attachCustomSynthesis, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, ValidationError,
  Validations,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';
import { writeEvidence } from './evidence';
import { isFinding, judge, Judged, Judgement, Subject } from './judge';
import { Acknowledgement } from './model/acknowledgement';
import { FrameworkNumbers } from './model/control';
import { Framework } from './model/framework';
import { strictest } from './model/framework-numbers';
import { stageAround } from './rendered';
import { isSafeguard } from './safeguards';

/** Controls that a finding cites per framework. The evidence has all of them. */
const SHOWN_CONTROLS = 3;

const CHECKS = Symbol.for('cdk-regulated.ComplianceChecks');

/** Properties of ComplianceChecks. */
export interface ComplianceChecksProps {
  /** Frameworks that everything below the scope is held to. */
  readonly frameworks: Framework[];
  /**
   * Names the evidence files.
   * @default - the path of the scope, `app` for the app itself
   */
  readonly name?: string;
  /**
   * Regions that data may be in; a copy or replica elsewhere is a finding.
   * @default - any
   */
  readonly regions?: string[];
  /**
   * Tags that every taggable resource must carry.
   * @default - none
   */
  readonly tags?: string[];
}

/**
 * Judges the finished templates below a scope, plain L2 and L1 code included, stops the synthesis on what falls short,
 * citing the controls it would break, and writes the evidence. A `Workload` installs it by itself.
 *
 * It is one policy-validation plugin for an app, whatever the number of scopes that it judges.
 */
export class ComplianceChecks implements IPolicyValidationPlugin {
  /**
   * Holds everything below a scope to frameworks.
   * @param scope the app, a stage, a stack or any construct
   */
  public static on(scope: IConstruct, props: ComplianceChecksProps): ComplianceChecks {
    return ComplianceChecks._on(scope, props, strictest(props.frameworks.map((framework) => framework.numbers)));
  }

  /**
   * `on` with the strictest numbers of the frameworks, which a workload has at hand.
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
   * Accepts that a construct and what is below it deviates from a safeguard.
   * `Validations.of(construct).acknowledge({ id, reason })` does the same without an expiry.
   * @throws ValidationError when the reason has no substance, or the expiry is not a day
   */
  public static acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
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
    // The evidence is written with the templates: a validation plugin may not touch files that an earlier run left in the output folder.
    attachCustomSynthesis(root, { onSynthesize: () => this.judgeAll() });
  }

  /** Called by the CDK once the templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = new Set(context.templatePaths);
    const violations = this.judged.flatMap(({ subject, judgements }) => judgements
      .filter(isFinding)
      .filter((judgement) => reportedWith(judgement, templates))
      .map((judgement) => violation(judgement, subject)));
    return { success: violations.length === 0, violations };
  }

  private add(subject: Subject) {
    for (const { title, controls } of subject.frameworks) {
      const unheard = controls.flatMap(({ safeguards }) => safeguards).find((id) => !isSafeguard(id));
      if (unheard !== undefined) {
        throw new ValidationError('UnknownSafeguard' as never, `framework '${title}' names the safeguard '${unheard}', must be one that there is`, subject.scope);
      }
    }
    const twin = this.subjects.find(({ name, scope }) => name === subject.name && stageAround(scope) === stageAround(subject.scope));
    if (twin) {
      throw new ValidationError(
        'EvidenceName' as never,
        `the evidence of this scope would be named '${subject.name}' like that of '${twin.scope.node.path}' in the same stage, must be another name or suffix`,
        subject.scope,
      );
    }
    this.subjects.push(subject);
  }

  private judgeAll() {
    this.judged = this.subjects.map((subject) => judge(subject, this.subjects));
    this.judged.forEach(writeEvidence);
  }
}

// CDK asks once for each account and Region, and names no nested templates: what is in one is told with the template around it.
// A finding about the workload as a whole is told with its first template.
function reportedWith({ template }: Judgement, templates: ReadonlySet<string>): boolean {
  return templates.has(template.outermostFile);
}

function violation({ safeguard, path, resource, result, finding, template }: Judgement, { frameworks }: Subject): PolicyViolation {
  const controls = frameworks.map((framework) => ({ title: framework.title, ids: framework.controlsServedBy(safeguard.id) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ title, ids }) => `${title} ${ids.slice(0, SHOWN_CONTROLS).join(', ')}${ids.length > SHOWN_CONTROLS ? ` (+${ids.length - SHOWN_CONTROLS})` : ''}`);
  return {
    ruleName: safeguard.id,
    description: `${result === 'unknown' ? 'cannot be determined at synth' : 'not met'}: ${safeguard.statement}: ${finding}`
      + (controls.length ? `. Controls: ${controls.join('; ')}` : ''),
    fix: `${safeguard.remedy}, or acknowledge '${safeguard.id}' on ${path || 'the app'} with a reason`,
    // CDK's own matcher would let one acknowledgement mute every construct of the app; it leaves `fatal` alone.
    severity: 'fatal',
    violatingResources: [resource
      ? { resourceLogicalId: resource.logicalId, templatePath: template.file, locations: [] }
      : { constructPath: path, locations: [] }],
  };
}
