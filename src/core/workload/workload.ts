import { Aspects, CfnResource, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { Lifecycle } from './lifecycle';
import { NameLimit, PhysicalNameOptions } from './name-limit';
import { cut, requireName } from './naming';
import { defaultWorkloadProps, ResolvedWorkloadProps, resolveWorkloadProps } from './resolve-workload-props';
import { retentionOfAtLeast } from './retention';
import { oversizes } from './size-limits';
import { compareNames, repeatedNames } from './unique-names';
import { KeyLayout, WorkloadProps } from './workload-props';
import { ComplianceChecks } from '../../compliance/checks';
import { FrameworkNumbers } from '../../compliance/model/control';
import { Framework } from '../../compliance/model/framework';
import { strictest } from '../../compliance/model/framework-numbers';
import { isUnresolved, refuse, requireArguments } from '../validation';

const WORKLOAD = Symbol.for('cdk-regulated.Workload');

/** Retention of automated backups where no framework requires more. */
const MINIMUM_BACKUP_DAYS = 7;

/**
 * Name, lifecycle, tags, Regions and frameworks that all constructs below a scope share.
 * Constructs look it up. Without a declaration they use safe defaults: production lifecycle, no fixed names,
 * AWS Foundational Security Best Practices.
 *
 * @example
 * Workload.on(this, {
 *   name: 'ledger',
 *   suffix: 'dev',
 *   lifecycle: Lifecycle.EPHEMERAL,
 *   frameworks: [Framework.PCI_DSS_4_0_1],
 *   regions: ['eu-west-2'],
 * });
 * new SecureVpc(this, 'Network');
 */
export class Workload {
  /**
   * Declares the workload of a scope and everything below it, and installs the compliance check.
   * @throws ValidationError when the scope already has a workload, constructs were created before the declaration, or a prop is invalid
   */
  public static on(scope: IConstruct, props: WorkloadProps): Workload {
    requireArguments(scope, 'Workload.on', { scope, props });
    const resolved = resolveWorkloadProps(scope, props);
    const declared = (scope as any)[WORKLOAD] as Workload | undefined;
    if (declared?.name !== undefined) refuse(scope, `Workload '${declared.name}' already exists in this scope`);
    for (const enclosing of workloadsAround(scope)) {
      const earlier = [...enclosing.readers].find((reader) => reader.node.scopes.includes(scope));
      if (earlier) refuse(scope, `Workload.on must be called before constructs are created in the scope, got '${earlier.node.path}'`);
    }
    const workload = new Workload(scope, resolved);
    Object.defineProperty(scope, WORKLOAD, { value: workload, configurable: true });
    workload.install(resolved);
    return workload;
  }

  /**
   * The workload of a construct: the nearest one declared at or above it, otherwise one with safe defaults.
   * @example
   * const workload = Workload.of(this);
   * const key = WorkloadKey.of(this, DataClass.LOGS);
   * key.allow(KeyUse.CLOUDWATCH_LOGS);
   * new logs.LogGroup(this, 'Audit', {
   *   encryptionKey: key.key,
   *   retention: workload.logRetention,
   *   removalPolicy: workload.removalPolicy,
   * });
   */
  public static of(construct: IConstruct): Workload {
    requireArguments(construct, 'Workload.of', { construct });
    for (const scope of [...construct.node.scopes].reverse()) {
      const workload = (scope as any)[WORKLOAD] as Workload | undefined;
      if (!workload) continue;
      workload.read(construct);
      return workload;
    }
    const { root } = construct.node;
    const undeclared = new Workload(root, defaultWorkloadProps());
    Object.defineProperty(root, WORKLOAD, { value: undeclared, configurable: true });
    undeclared.read(construct);
    return undeclared;
  }

  /** Short name; undefined where no workload is declared. */
  public readonly name?: string;
  /** Distinguishes environments. */
  public readonly suffix?: string;
  /** Determines durability and cost. */
  public readonly lifecycle: Lifecycle;
  /** Frameworks that the templates are checked against. */
  public readonly frameworks: Framework[];
  /** The strictest of the frameworks' numbers; undefined where no framework sets one. */
  public readonly numbers: FrameworkNumbers;
  /** Regions in which stacks and copies of data are allowed; undefined for all Regions. */
  public readonly regions?: string[];
  /** Number of customer managed keys per stack. */
  public readonly keys: KeyLayout;
  /** Construct on which it is declared. */
  public readonly scope: IConstruct;
  private readonly namePattern: string;
  /** Constructs that read their defaults from it. */
  private readonly readers = new Set<IConstruct>();

  private constructor(scope: IConstruct, props: ResolvedWorkloadProps) {
    this.scope = scope;
    this.name = props.name;
    this.suffix = props.suffix;
    this.lifecycle = props.lifecycle;
    this.frameworks = props.frameworks;
    this.numbers = strictest(this.frameworks.map((framework) => framework.numbers));
    this.regions = props.regions;
    this.keys = props.keys;
    this.namePattern = props.namePattern;
  }

  /** Whether data is retained when its stack is deleted. */
  public get retainsData(): boolean {
    return this.lifecycle === Lifecycle.PRODUCTION;
  }

  /**
   * Removal policy of stateful resources, databases excepted. In production they are retained, except when CloudFormation rolls back their creation:
   * their names would prevent the next attempt (CloudFormation Template Reference, DeletionPolicy attribute, RetainExceptOnCreate).
   */
  public get removalPolicy(): RemovalPolicy {
    return this.retainsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
  }

  /**
   * Removal policy of databases: a final snapshot in production. With `RETAIN_ON_UPDATE_OR_DELETE`, aws-cdk-lib deletes the instances of a retained
   * cluster and does not set its deletion protection (aws-cdk issue 37780).
   */
  public get databaseRemovalPolicy(): RemovalPolicy {
    return this.retainsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY;
  }

  /** Retention of logs: the longest that a framework requires, one year by default. */
  public get logRetention(): RetentionDays {
    return retentionOfAtLeast(this.numbers.logRetention?.toDays() ?? RetentionDays.ONE_YEAR);
  }

  /** Whether a framework requires cryptographic modules that are validated against FIPS 140. */
  public get validatedCryptography(): boolean {
    return this.frameworks.some(({ validatedCryptography }) => validatedCryptography);
  }

  /** Retention of automated backups: the longest that a framework requires, at least 7 days. */
  public get backupRetention(): Duration {
    return Duration.days(Math.max(this.numbers.backupRetention?.toDays() ?? 0, MINIMUM_BACKUP_DAYS));
  }

  /**
   * A physical name, for example `loan-alb-dev` for type `alb`. A name beyond the limit is cut before its suffix and gets a stable hash.
   * @param type kind of resource, the middle part of the name
   * @throws ValidationError where no workload is declared, and where the service does not accept the name
   * @example
   * Workload.on(this, { name: 'ledger', suffix: 'pr-123' });
   * // ledger-documents-pr-123
   * const bucketName = Workload.of(this).physicalName('documents', { limit: NameLimit.BUCKET });
   * new SecureBucket(this, 'Documents', { bucketName });
   */
  public physicalName(type: string, options: PhysicalNameOptions = {}): string {
    requireArguments(this.scope, 'Workload.physicalName', { type, options });
    const { limit = NameLimit.TAG } = options;
    if (this.name === undefined) refuse(this.scope, `physicalName('${type}') requires a declared workload: call Workload.on(scope, { name }) first`);
    // A function, because `$` in a text is an instruction to `replace`.
    const parts = { name: this.name, type, suffix: this.suffix ?? '' };
    const name = this.namePattern
      .replace(/\{(name|type|suffix)\}/g, (_, part: keyof typeof parts) => parts[part])
      .replace(/-{2,}/g, '-').replace(/^-|-$/g, '');
    const fitting = cut(name, limit.maxLength, this.suffix);
    requireName(this.scope, `name of type '${type}'`, fitting, limit);
    return fitting;
  }

  private read(construct: IConstruct) {
    if (this.name === undefined && !this.readers.has(construct)) ComplianceChecks._uses(construct);
    this.readers.add(construct);
  }

  private install({ tags, safeguards, onFindings, evidence }: ResolvedWorkloadProps) {
    for (const [key, value] of Object.entries(tags)) Tags.of(this.scope).add(key, value);
    this.scope.node.addValidation({ validate: () => [...repeatedNames(this.resources()), ...oversizes(this.resources())] });
    compareNames(this.scope, () => this.resources());
    if (this.regions) this.scope.node.addValidation({ validate: () => this.stacksElsewhere() });
    ComplianceChecks._on(this.scope, {
      name: [this.name, this.suffix].filter(Boolean).join('-'),
      frameworks: this.frameworks,
      safeguards,
      regions: this.regions,
      tags: Object.keys(tags),
      onFindings,
      evidence,
    }, this.numbers, this.lifecycle);
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
      .map((stack) => `Region of stack '${stack.node.path}' must be one of ${regions.join(', ')}, got `
        + `${isUnresolved(stack.region) ? 'none' : stack.region}: workload '${this.name}' allows no other`);
  }

  private resources(): CfnResource[] {
    return this.scope.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && workloadsAround(node).pop() === this);
  }

  private isStack(node: IConstruct): node is Stack {
    return Stack.isStack(node) && Workload.of(node) === this;
  }
}

/** The stack that contains a scope; undefined for a stack itself, and for scopes above stacks. */
function enclosingStack(scope: IConstruct): Stack | undefined {
  const stack = scope.node.scopes.filter((parent): parent is Stack => Stack.isStack(parent)).pop();
  return stack === scope ? undefined : stack;
}

function workloadsAround(scope: IConstruct): Workload[] {
  return scope.node.scopes.map((parent) => (parent as any)[WORKLOAD]).filter((workload) => workload !== undefined);
}
