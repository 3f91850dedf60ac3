import { Stack } from 'aws-cdk-lib';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import { Detection, SecurityHubOptions } from './threat-detection-options';
import { attest } from '../../compliance/model/attestation';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** AWS Security Hub API, StandardsArn: what comes behind `standards/`. */
const STANDARD = /^[a-z0-9-]+\/v\/[0-9.]+$/;

/** Security Hub and the standards that it checks. */
export interface SecurityHub {
  readonly hub?: securityhub.CfnHub;
  readonly standards: securityhub.CfnStandard[];
}

/** Security Hub, where the stack turns it on. */
export function securityHubFor(scope: Construct, { detection = Detection.ON, standards }: SecurityHubOptions): SecurityHub {
  const wrong = standards?.find((standard) => !STANDARD.test(standard));
  if (wrong !== undefined) refuse(scope, `securityHub.standards has '${wrong}', need the end of an ARN such as pci-dss/v/4.0.1`);
  if (detection === Detection.ALREADY_ON) attest(scope, 'AWS Security Hub is on in the account without this workload', 'SecurityHub.StandardOn');
  if (detection !== Detection.ON) return { standards: [] };

  const hub = new securityhub.CfnHub(scope, 'Hub', {
    enableDefaultStandards: false,
    autoEnableControls: true,
    // One finding for a check, however many standards ask for it.
    controlFindingGenerator: 'SECURITY_CONTROL',
  });
  return { hub, standards: subscriptions(scope, hub, standards ?? matching(scope)) };
}

function matching(scope: Construct): string[] {
  return [...new Set(Workload.of(scope).frameworks.flatMap(({ securityHubStandards }) => securityHubStandards))];
}

function subscriptions(scope: Construct, hub: securityhub.CfnHub, standards: string[]): securityhub.CfnStandard[] {
  return standards.map((standard) => {
    const subscription = new securityhub.CfnStandard(scope, `Standard-${standard}`.replace(/[^A-Za-z0-9.]+/g, '-'), {
      standardsArn: Stack.of(scope).formatArn({ service: 'securityhub', account: '', resource: 'standards', resourceName: standard }),
    });
    subscription.node.addDependency(hub);
    return subscription;
  });
}
