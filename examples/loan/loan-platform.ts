import { CfnOutput, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  AlbWithWaf, BackupPlan, CompliantAurora, FargateService, Framework, KeyLayout, LogBucket, NameLimit, SecureVpc, Workload, WorkloadMonitoring,
} from '../../src';
import { Settings } from '../settings';

const REGION = 'eu-west-2';

/** Loan processing: a web application on Fargate over Aurora MySQL, all of it in London. */
export class LoanPlatform extends Stage {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    Workload.on(this, {
      name: 'loan',
      suffix: settings.suffix,
      lifecycle: settings.lifecycle,
      frameworks: [Framework.AWS_FSBP, Framework.NIST_800_53_R5],
      regions: [REGION],
      keys: KeyLayout.SINGLE,
      tags: { Environment: settings.suffix, CostCenter: 'loan-processing', ComplianceLevel: 'high' },
    });
    new LoanStack(this, 'Loan', { ...settings, stackName: `loan-${settings.suffix}`, env: { region: REGION, account: settings.account } });
  }
}
