import { Aspects, Duration, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { refuse } from '../validation';
import { Lifecycle } from './lifecycle';
import { NameLimit } from './name-limit';
import { cut } from './naming';
import { enclosingStack, requireNamePart, requireTags } from './resolve-workload-props';
import { retentionOfAtLeast } from './retention';
import { ComplianceChecks } from '../../compliance/checks';
import { FrameworkNumbers } from '../../compliance/model/control';
import { Framework } from '../../compliance/model/framework';
import { strictest } from '../../compliance/model/framework-numbers';

const WORKLOAD = Symbol.for('cdk-regulated.Workload');

/** Days that automated backups are kept where no framework asks for more. */
const MINIMUM_BACKUP_DAYS = 7;

/** How many customer managed keys a workload's stacks have. */
export enum KeyLayout {
  /** One key for databases and secrets, one for buckets, one for logs and alarms. */
  PER_DATA_CLASS = 'per-data-class',
  /** One key for everything. */
  SINGLE = 'single',
}

/** Properties of a workload. */
export interface WorkloadProps {
  /** Short name, part of every physical name: lower-case letters, digits and hyphens, a letter first. */
  readonly name: string;
  /**
   * Tells environments apart, part of every physical name: lower-case letters, digits and hyphens, for example `dev` or `pr-123`.
   * @default - none
   */
  readonly suffix?: string;
  /**
   * How long it is meant to live.
   * @default Lifecycle.PRODUCTION
   */
  readonly lifecycle?: Lifecycle;
  /**
   * Frameworks that it is held to; the strictest of their numbers wins.
   * @default - AWS Foundational Security Best Practices
   */
  readonly frameworks?: Framework[];
  /**
   * Regions that its stacks and all copies of its data may be in. A stack elsewhere, or one without a Region, is an error at synth.
   * @default - any
   */
  readonly regions?: string[];
  /**
   * Tags on every taggable resource.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
  /**
   * How many customer managed keys its stacks have.
   * @default KeyLayout.PER_DATA_CLASS
   */
  readonly keys?: KeyLayout;
  /**
   * How physical names are put together, of `{name}`, `{type}` and `{suffix}`.
   * @default '{name}-{type}-{suffix}'
   */
  readonly namePattern?: string;
}

/**
 * What every construct below a scope shares: names, lifecycle, tags, Regions and the frameworks that it is held to.
 * Constructs find it by themselves; without a declaration they take safe defaults (production lifecycle, no fixed names,
 * AWS Foundational Security Best Practices).
 */
export class Workload {
  /**
   * Declares the workload that `scope` and everything below it belong to, and installs the compliance check.
   * @throws ValidationError when the scope already has a workload or constructs made without it, or a name, suffix, pattern, tag or Region is malformed
   */
  public static on(scope: IConstruct, props: WorkloadProps): Workload {
    const declared = (scope as any)[WORKLOAD] as Workload | undefined;
    if (declared?.name !== undefined) {
      refuse(scope, `workload '${props.name}' is declared on a scope that already has workload '${declared.name}', need one workload for a scope`);
    }
    for (const enclosing of workloadsAround(scope)) {
      const earlier = [...enclosing.readers].find((reader) => reader.node.scopes.includes(scope));
      if (earlier) refuse(scope, `workload '${props.name}' is declared after '${earlier.node.path}' was made without it, need Workload.on first`);
    }
    const workload = new Workload(scope, props);
    Object.defineProperty(scope, WORKLOAD, { value: workload, configurable: true });
    workload.install(props);
    return workload;
  }

  /** The workload that a construct belongs to: the nearest one declared above it, else one with safe defaults. */
  public static of(construct: IConstruct): Workload {
    for (const scope of [...construct.node.scopes].reverse()) {
      const workload = (scope as any)[WORKLOAD] as Workload | undefined;
      if (!workload) continue;
      workload.readers.add(construct);
      return workload;
    }
    const { root } = construct.node;
    const undeclared = new Workload(root, {});
    Object.defineProperty(root, WORKLOAD, { value: undeclared, configurable: true });
    undeclared.readers.add(construct);
    return undeclared;
  }

  /** Short name; undefined where no workload is declared. */
  public readonly name?: string;
  /** Tells environments apart. */
  public readonly suffix?: string;
  /** How long it is meant to live. */
  public readonly lifecycle: Lifecycle;
  /** Frameworks that it is held to. */
  public readonly frameworks: Framework[];
  /** The strictest of the frameworks' numbers; what none of them sets is undefined. */
  public readonly numbers: FrameworkNumbers;
  /** Regions that it may be in; undefined for any. */
  public readonly regions?: string[];
  /** How many customer managed keys its stacks have. */
  public readonly keys: KeyLayout;
  /** The construct it was declared on. */
  public readonly scope: IConstruct;
  private readonly namePattern: string;
  /** Constructs that took their defaults from it. */
  private readonly readers = new Set<IConstruct>();

  private constructor(scope: IConstruct, props: Partial<WorkloadProps>) {
    requireNamePart(scope, 'name', props.name);
    requireNamePart(scope, 'suffix', props.suffix);
    requireTags(scope, props.tags ?? {});
    if (props.regions?.length === 0) refuse(scope, 'regions is empty, need at least one, or none given for any');
    this.scope = scope;
    this.name = props.name;
    this.suffix = props.suffix;
    this.lifecycle = props.lifecycle ?? Lifecycle.PRODUCTION;
    this.frameworks = props.frameworks ?? [Framework.AWS_FSBP];
    this.numbers = strictest(this.frameworks.map((framework) => framework.numbers));
    this.regions = props.regions;
    this.keys = props.keys ?? KeyLayout.PER_DATA_CLASS;
    this.namePattern = props.namePattern ?? '{name}-{type}-{suffix}';
    if (!this.namePattern.includes('{type}')) refuse(scope, `namePattern is '${this.namePattern}', need a pattern with {type} in it`);
  }

  /** Whether data outlives its stack. */
  public get retainsData(): boolean {
    return this.lifecycle === Lifecycle.PRODUCTION;
  }

  /** Removal policy of stateful resources. */
  public get removalPolicy(): RemovalPolicy {
    return this.retainsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  /** How long logs are kept: what the frameworks ask for, a year where none does. */
  public get logRetention(): RetentionDays {
    return retentionOfAtLeast(this.numbers.logRetention?.toDays() ?? RetentionDays.ONE_YEAR);
  }

  /** Whether one of its frameworks asks for cryptographic modules that are validated against FIPS 140. */
  public get validatedCryptography(): boolean {
    return this.frameworks.some(({ validatedCryptography }) => validatedCryptography);
  }

  /** How long automated backups are kept: what the frameworks ask for, 7 days at least. */
  public get backupRetention(): Duration {
    return Duration.days(Math.max(this.numbers.backupRetention?.toDays() ?? 0, MINIMUM_BACKUP_DAYS));
  }

  /**
   * A physical name, for example `loan-alb-dev` for type `alb`. A long one is cut before its suffix, and kept distinct by a stable hash.
   * @param type kind of resource, the middle part
   * @param limit what the service accepts
   * @throws ValidationError where no workload is declared
   */
  public physicalName(type: string, limit: NameLimit = NameLimit.TAG): string {
    if (this.name === undefined) refuse(this.scope, `the physical name of '${type}' needs a workload, got none, need Workload.on(scope, { name })`);
    const name = this.namePattern
      .replace('{name}', this.name)
      .replace('{type}', type)
      .replace('{suffix}', this.suffix ?? '')
      .replace(/-{2,}/g, '-').replace(/^-|-$/g, '');
    return cut(name, limit.maxLength, this.suffix);
  }

  private install({ tags = {} }: WorkloadProps) {
    for (const [key, value] of Object.entries(tags)) Tags.of(this.scope).add(key, value);
    if (this.regions) this.scope.node.addValidation({ validate: () => this.stacksElsewhere() });
    ComplianceChecks._on(this.scope, {
      name: [this.name, this.suffix].filter(Boolean).join('-'),
      frameworks: this.frameworks,
      regions: this.regions,
      tags: Object.keys(tags),
    }, this.numbers);
    if (this.retainsData) this.protectStacks();
  }

  private protectStacks() {
    const enclosing = enclosingStack(this.scope);
    if (enclosing) enclosing.terminationProtection = true;
    else Aspects.of(this.scope).add({ visit: (node) => { if (this.isStack(node)) node.terminationProtection = true; } });
  }

  private stacksElsewhere(): string[] {
    const regions = this.regions!;
    const enclosing = enclosingStack(this.scope);
    const stacks = enclosing ? [enclosing] : this.scope.node.findAll().filter((node): node is Stack => this.isStack(node));
    return stacks
      .filter(({ region }) => !regions.includes(region))
      .map((stack) => `stack '${stack.node.path}' is in ${Token.isUnresolved(stack.region) ? 'no particular Region' : stack.region}, `
        + `need one of ${regions.join(', ')}: workload '${this.name}' keeps its data there`);
  }

  private isStack(node: IConstruct): node is Stack {
    return Stack.isStack(node) && Workload.of(node) === this;
  }
}

function workloadsAround(scope: IConstruct): Workload[] {
  return scope.node.scopes.map((parent) => (parent as any)[WORKLOAD]).filter((workload) => workload !== undefined);
}
