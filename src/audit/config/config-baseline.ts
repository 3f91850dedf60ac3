import { Annotations, Names, Stack } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import { Construct } from 'constructs';
import { ConfigBaselineProps } from './config-baseline-props';
import { recorderInto } from './config-recorder';
import { packsOf } from './conformance-pack';
import { resolveConfigBaselineProps } from './resolve-config-baseline-props';
import { makesAccountSettings } from '../../core/parts/account-setting';
import { NameLimit } from '../../core/workload/name-limit';
import { cut } from '../../core/workload/naming';
import { partitionOf } from '../../core/workload/partition';
import { Workload } from '../../core/workload/workload';

/** Name that AWS Config gives to a recorder. */
const DEFAULT_RECORDER = 'default';

/**
 * AWS Config: a configuration recorder, rules, and a conformance pack for each framework of the workload. The description of each rule in a pack names
 * the controls that it serves. An account has one recorder per Region, so a stack can have one construct that makes a recorder. The recorder is retained
 * when the stack is deleted. An ephemeral workload makes no recorder, and without the recorder of the account no rules and conformance packs either.
 *
 * @example
 * const logBucket = new LogBucket(this, 'ConfigLogs', { deliveries: [LogDelivery.CONFIG] });
 * new ConfigBaseline(this, 'Config', { recording: ConfigRecording.into(logBucket.bucket) });
 */
export class ConfigBaseline extends Construct {
  /** Name of the recorder. In ephemeral workloads, `default`: the name that AWS Config gives to the recorder of an account. */
  public readonly recorderName: string;
  /** The recorder; undefined for the recorder of the account, and in ephemeral workloads. */
  public readonly recorder?: config.CfnConfigurationRecorder;
  /** The delivery channel of the recorder; undefined for the recorder of the account, and in ephemeral workloads. */
  public readonly deliveryChannel?: config.CfnDeliveryChannel;
  /** Rules in addition to the conformance packs. */
  public readonly rules: config.ManagedRule[];
  /** Conformance packs. A framework has more than one if its rules exceed the limits of AWS Config. */
  public readonly conformancePacks: config.CfnConformancePack[];

  /** @throws ValidationError if a prop is not valid, the stack has another recorder, a rule exists twice, or a rule to omit is in no pack */
  constructor(scope: Construct, id: string, props: ConfigBaselineProps) {
    super(scope, id);
    const { recording, packs, rules } = resolveConfigBaselineProps(this, props);
    const isRecorded = !recording._target || makesAccountSettings(this, 'an AWS Config recorder');

    if (recording._target && isRecorded) {
      const { recorder, channel } = recorderInto(this, recording._target.bucket, recording._target.options);
      this.recorder = recorder;
      this.deliveryChannel = channel;
    }
    this.recorderName = this.recorder?.ref ?? (recording._target ? DEFAULT_RECORDER : recording.recorderName!);
    const { region, partition: atDeployment } = Stack.of(this);
    const partition = partitionOf(region) ?? atDeployment;
    // AWS Config rejects rules without a recorder.
    this.conformancePacks = (isRecorded ? [...packs] : []).flatMap(([framework, packed]) => (
      packsOf(framework, packed, partition).map((templateBody, index) => {
        const packId = index === 0 ? framework.id : `${framework.id}-${index + 1}`;
        return new config.CfnConformancePack(this, packId, { conformancePackName: this.packName(packId), templateBody });
      })));
    for (const { title } of [...packs.keys()].filter(({ configRules }) => configRules.length === 0)) {
      Annotations.of(this).addInfo(`Framework '${title}' has no conformance pack: it maps no rules of AWS Config to its controls.`);
    }
    this.rules = (isRecorded ? [...rules] : []).map(([ruleId, { identifier, parameters, configRuleName }]) => (
      new config.ManagedRule(this, ruleId, { identifier, inputParameters: parameters, configRuleName })));

    // AWS Config rejects rules without a recorder and a delivery channel.
    for (const dependency of [this.recorder, this.deliveryChannel]) {
      if (dependency) [...this.rules, ...this.conformancePacks].forEach((dependent) => dependent.node.addDependency(dependency));
    }
  }

  private packName(id: string): string {
    const workload = Workload.of(this);
    const type = id.replace(/[^A-Za-z0-9]+/g, '-');
    return workload.name === undefined
      ? cut(`${Names.uniqueResourceName(this, { separator: '-', maxLength: 128 })}-${type}`, NameLimit.CONFORMANCE_PACK.maxLength)
      : workload.physicalName(type, { limit: NameLimit.CONFORMANCE_PACK });
  }
}
