import { Annotations, InjectionContext, IPropertyInjector, PropertyInjectors, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { HARDENED_CLASSES } from './classes';
import { Context } from './context';
import { finishLater } from './finish';
import { HardenedDefaultsProps } from './hardened-defaults-props';
import { HardeningInjector } from './injector';
import { isOwn } from './own';
import { HardenedClass } from './step';
import { refuse, requireArguments, requireString } from '../core/validation';

const HARDENED = Symbol.for('cdk-regulated.HardenedDefaults');
const LISTED = 5;

/**
 * Gives plain aws-cdk-lib L2s the safe defaults that the frameworks of their workload require. It never changes a prop that is set, `false` included,
 * and leaves constructs of this library alone.
 *
 * @example
 * HardenedDefaults.on(this);
 * // Encrypted with the key of the workload, and accepts requests over TLS only.
 * new sns.Topic(this, 'Orders');
 */
export class HardenedDefaults {
  /**
   * Hardens the L2s that are created below a scope from now on. Property injectors of the app remain in effect: their values count as set.
   * @param scope app, stage, stack or any construct
   * @throws ValidationError when the scope already has hardened defaults, or a prop is invalid
   * @example
   * HardenedDefaults.on(this, { newApp: true, readonlyRootFilesystem: true, containerUser: '1000:1000' });
   */
  public static on(scope: IConstruct, props: HardenedDefaultsProps = {}): HardenedDefaults {
    requireArguments(scope, 'HardenedDefaults.on', { scope, props });
    requireContainerUser(scope, props);
    if (HARDENED in scope) refuse(scope, 'HardenedDefaults already exists in this scope');
    const hardened = new HardenedDefaults(scope, props);
    Object.defineProperty(scope, HARDENED, { value: hardened });
    hardened.install();
    return hardened;
  }

  private readonly injectors: HardeningInjector[];
  private readonly checkedStages = new Set<IConstruct>();

  private constructor(private readonly scope: IConstruct, private readonly props: HardenedDefaultsProps) {
    this.injectors = HARDENED_CLASSES.map((hardening) => new HardeningInjector(
      scope, hardening, PropertyInjectors.of(scope).for(hardening.type), (...args) => this.fill(...args)));
  }

  private install() {
    const early = this.scope.node.findAll().filter((construct) => typeOf(construct) !== undefined && !isOwn(construct));
    PropertyInjectors.of(this.scope).add(...this.injectors);
    if (early.length > 0) this.warnLate(early);
    this.scope.node.addValidation({ validate: () => (this.warnHidden(), []) });
  }

  // The assembly of a stage in the scope is written before the validations of the scope run.
  private checkStageOf(scope: IConstruct) {
    const stage = Stage.of(scope);
    if (!stage || this.checkedStages.has(stage) || !stage.node.scopes.slice(0, -1).includes(this.scope)) return;
    this.checkedStages.add(stage);
    stage.node.addValidation({ validate: () => (this.warnHidden(stage), []) });
  }

  private fill({ steps }: HardenedClass, given: object, { scope, id }: InjectionContext): object {
    this.checkStageOf(scope);
    const context = new Context(scope, id, this.props);
    const props: Record<string, unknown> = {};
    for (const step of steps) {
      if (step.newOnly !== undefined && !this.props.newApp) continue;
      if (step.props.some((prop) => (given as Record<string, unknown>)[prop] !== undefined) || !context.requires(step.safeguards)) continue;
      const filled = step.fill?.(context, given) ?? {};
      for (const [prop, value] of Object.entries(filled)) if (value !== undefined) props[prop] ??= value;
      if (step.finish) finishLater(step, context, given);
    }
    return Object.keys(props).length === 0 ? given : Object.assign(Object.create(Object.getPrototypeOf(given)), given, props);
  }

  private warnLate(early: IConstruct[]) {
    Annotations.of(Stack.of(early[0])).addWarningV2('cdk-regulated:hardenedDefaultsLate',
      `HardenedDefaults.on must be called before the constructs are created, and does not apply to ${listed(early.map(({ node }) => node.path))}`);
  }

  private warnHidden(within: IConstruct = this.scope) {
    for (const [scope, types] of this.hiding(within)) {
      Annotations.of(printedAt(scope)).addWarningV2('cdk-regulated:hardenedDefaultsHidden',
        `property injectors of '${scope.node.path || 'the app'}' hide HardenedDefaults for ${listed(types)}. Add them before HardenedDefaults.on, or call HardenedDefaults.on for this scope after them`);
    }
  }

  /** Property injectors that aws-cdk-lib calls instead: those that were added later, and those of inner scopes. */
  private hiding(within: IConstruct): Array<[IConstruct, string[]]> {
    return within.node.findAll()
      .filter((scope) => PropertyInjectors.hasPropertyInjectors(scope))
      .map((scope): [IConstruct, string[]] => [scope, this.injectors.map(({ constructUniqueId }) => constructUniqueId)
        .filter((type) => isForeign(PropertyInjectors.of(scope).for(type)))])
      .filter(([, types]) => types.length > 0);
  }
}

/** Requires a user as an image or its host names it (Amazon ECS API Reference, ContainerDefinition, user). */
export function requireContainerUser(scope: IConstruct | undefined, { containerUser }: HardenedDefaultsProps): void {
  requireString(scope, 'containerUser', containerUser, { pattern: /[^\s:]+(:[^\s:]+)?/, need: 'a user, or a user and a group such as 1000:1000' });
}

function isForeign(injector: IPropertyInjector | undefined): boolean {
  return injector !== undefined && !(injector instanceof HardeningInjector);
}

/** A scope in a stack, or the first stack of an app or stage: the CLI prints annotations of stacks and of what they contain only. */
function printedAt(scope: IConstruct): IConstruct {
  if (scope.node.scopes.some((each) => Stack.isStack(each))) return scope;
  const stage = Stage.isStage(scope) ? scope : Stage.of(scope);
  return scope.node.findAll().find((each) => Stack.isStack(each) && Stage.of(each) === stage) ?? scope;
}

function typeOf(construct: IConstruct): string | undefined {
  const { PROPERTY_INJECTION_ID: type } = construct.constructor as { PROPERTY_INJECTION_ID?: string };
  return HARDENED_CLASSES.some((hardening) => hardening.type === type) ? type : undefined;
}

function listed(names: string[]): string {
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
