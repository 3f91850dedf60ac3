import { Stack } from 'aws-cdk-lib';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import { ResolvedThreatDetectionProps } from './resolve-threat-detection-props';
import { Detection } from './threat-detection-props';
import { attest } from '../../compliance/model/attestation';
import { keepInAccount, makesAccountSettings } from '../../core/parts/account-setting';

/** Security Hub and its enabled standards. */
export interface SecurityHub {
  readonly hub?: securityhub.CfnHub;
  readonly standards: securityhub.CfnStandard[];
}

/** Security Hub, if the stack enables it. */
export function securityHub(scope: Construct, { detection, standards }: ResolvedThreatDetectionProps['securityHub']): SecurityHub {
  if (detection === Detection.ALREADY_ON) attest(scope, 'AWS Security Hub is enabled in the account outside this workload', 'SecurityHub.StandardOn');
  if (detection !== Detection.ON || !makesAccountSettings(scope, 'AWS Security Hub CSPM')) return { standards: [] };

  const hub = new securityhub.CfnHub(scope, 'Hub', {
    enableDefaultStandards: false,
    autoEnableControls: true,
    // One finding per check, for all standards that include the control.
    controlFindingGenerator: 'SECURITY_CONTROL',
  });
  const subscriptions = standards.map((standard) => subscription(scope, hub, standard));
  keepInAccount(hub, ...subscriptions);
  return { hub, standards: subscriptions };
}

function subscription(scope: Construct, hub: securityhub.CfnHub, standard: string): securityhub.CfnStandard {
  const resource = new securityhub.CfnStandard(scope, `Standard-${standard}`.replace(/[^A-Za-z0-9.]/g, '-'), {
    standardsArn: Stack.of(scope).formatArn({ service: 'securityhub', account: '', resource: 'standards', resourceName: standard }),
  });
  resource.node.addDependency(hub);
  return resource;
}
