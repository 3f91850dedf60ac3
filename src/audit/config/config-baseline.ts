import { Names, Stack, Token } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';
import { recorderInto } from './config-recorder';
import { ConfigRecording } from './config-recording';
import { packsOf, pascal, rulesIn } from './conformance-pack';
import { ManagedConfigRule } from '../../compliance/model/config-rule';
import { Framework } from '../../compliance/model/framework';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** What every account should have checked, in all Regions that the library was read for. */
const BASICS = ['S3_BUCKET_PUBLIC_READ_PROHIBITED', 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'ENCRYPTED_VOLUMES', 'RDS_STORAGE_ENCRYPTED',
  'INCOMING_SSH_DISABLED', 'IAM_ROOT_ACCESS_KEY_CHECK'];

/** A managed rule of AWS Config. */
export interface ConfigRuleOptions {
  /** Which rule: one of `config.ManagedRuleIdentifiers`, or the identifier on the rule's page in the AWS Config Developer Guide. */
  readonly identifier: string;
  /**
   * Parameters of the rule.
   * @default - what the rule takes by itself
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Name of the rule.
   * @default - CloudFormation names it
   */
  readonly configRuleName?: string;
}

/** Conformance packs: the rules that serve the frameworks of the workload. */
export interface ConformancePackOptions {
  /**
   * Whether there is one for each framework that relates rules to its controls.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Names of rules to leave out, for example `root-account-hardware-mfa-enabled`: those that a Region lacks, and those that another team answers for.
   * @default - none
   */
  readonly withoutRules?: string[];
}

/** Properties of ConfigBaseline. */
export interface ConfigBaselineProps {
  /** Who records: a recorder of its own, or the one that the account has. */
  readonly recording: ConfigRecording;
  /**
   * Rules beside those of the conformance packs.
   * @default - what every account should have checked, where the packs do not check it
   */
  readonly rules?: ConfigRuleOptions[];
  /**
   * Conformance packs that match the frameworks of the workload.
   * @default - one for each framework
   */
  readonly conformancePacks?: ConformancePackOptions;
}

/**
 * Records how resources are configured and checks it: AWS Config's recorder, rules, and a conformance pack for each framework of the workload,
 * in which every rule names the controls it serves.
 */
export class ConfigBaseline extends Construct {
  /** Name of the recorder. */
  public readonly recorderName: string;
  /** The recorder, where it is of its own. */
  public readonly recorder?: config.CfnConfigurationRecorder;
  /** The channel that the recorder delivers by, where it is of its own. */
  public readonly deliveryChannel?: config.CfnDeliveryChannel;
  /** Rules beside those of the conformance packs. */
  public readonly rules: config.ManagedRule[];
  /** The conformance packs; a framework has more than one where its rules exceed the limits of AWS Config. */
  public readonly conformancePacks: config.CfnConformancePack[];

  /** @throws ValidationError when the bucket cannot take the delivery, a rule is named twice, or a rule to leave out is in no pack */
  constructor(scope: Construct, id: string, props: ConfigBaselineProps) {
    super(scope, id);
    const { recording: { bucket, options, recorderName } } = props;
    if (bucket) {
      const { recorder, channel } = recorderInto(this, bucket, options);
      this.recorder = recorder;
      this.deliveryChannel = channel;
    }
    this.recorderName = this.recorder?.ref ?? recorderName!;
    const packed = this.packedRules(props.conformancePacks ?? {});
    this.conformancePacks = [...packed].flatMap(([framework, rules]) => this.packs(framework, rules));
    const inPacks = new Set([...packed.values()].flat().map(({ identifier }) => identifier));
    this.rules = this.rulesOf(props.rules ?? BASICS.filter((identifier) => !inPacks.has(identifier)).map((identifier) => ({ identifier })));

    // AWS Config takes no rule without a recorder that delivers.
    for (const dependency of [this.recorder, this.deliveryChannel]) {
      if (dependency) [...this.rules, ...this.conformancePacks].forEach((dependent) => dependent.node.addDependency(dependency));
    }
  }

  private packedRules({ enabled = true, withoutRules = [] }: ConformancePackOptions): Map<Framework, ManagedConfigRule[]> {
    const { region } = Stack.of(this);
    const { frameworks } = Workload.of(this);
    const unheard = withoutRules.find((name) => !frameworks.some(({ configRules }) => configRules.some((rule) => rule.name === name)));
    if (unheard !== undefined) refuse(this, `withoutRules has '${unheard}', need rules that are in a conformance pack of the workload`);
    const here = Token.isUnresolved(region) ? undefined : region;
    return new Map((enabled ? frameworks : [])
      .map((framework) => [framework, rulesIn(here, framework.configRules).filter(({ name }) => !withoutRules.includes(name))]));
  }

  private packs(framework: Framework, rules: ManagedConfigRule[]): config.CfnConformancePack[] {
    return packsOf(framework, rules).map((templateBody, index) => {
      const id = index === 0 ? framework.id : `${framework.id}-${index + 1}`;
      return new config.CfnConformancePack(this, id, { conformancePackName: this.packName(id), templateBody });
    });
  }

  private packName(id: string): string {
    const workload = Workload.of(this);
    const type = id.replace(/[^A-Za-z0-9]+/g, '-');
    return workload.name === undefined
      ? cut(`${Names.uniqueResourceName(this, { separator: '-', maxLength: 128 })}-${type}`, NameLimit.CONFORMANCE_PACK.maxLength)
      : workload.physicalName(type, NameLimit.CONFORMANCE_PACK);
  }

  private rulesOf(rules: ConfigRuleOptions[]): config.ManagedRule[] {
    const ids = rules.map(({ identifier, configRuleName }) => pascal(configRuleName ?? identifier));
    const twice = rules.find((_, index) => ids.indexOf(ids[index]) !== index);
    if (twice) refuse(this, `rules has '${twice.configRuleName ?? twice.identifier}' twice, need one of a kind, or a configRuleName to tell them apart`);
    return rules.map(({ identifier, parameters, configRuleName }, index) => new config.ManagedRule(this, ids[index], {
      identifier,
      inputParameters: parameters,
      configRuleName,
    }));
  }
}
