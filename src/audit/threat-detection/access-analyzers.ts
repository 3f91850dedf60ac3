import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import { Construct } from 'constructs';
import { AccessAnalyzerOptions, Detection } from './threat-detection-options';
import { attest } from '../../compliance/model/attestation';
import { requireDuration } from '../../core/validation';

/** The analyzers, where the stack turns Access Analyzer on (IAM Access Analyzer API, CreateAnalyzer). */
export function analyzersFor(scope: Construct, options: AccessAnalyzerOptions): accessanalyzer.CfnAnalyzer[] {
  const { detection = Detection.ON, organization = false, unusedAfter } = options;
  requireDuration(scope, 'accessAnalyzer.unusedAfter', unusedAfter, { unit: 'days', min: 1, max: 365 });
  if (detection === Detection.ALREADY_ON) {
    attest(scope, 'AWS IAM Access Analyzer is on in the account without this workload', 'AccessAnalyzer.ExternalAccess');
  }
  if (detection !== Detection.ON) return [];
  const zone = organization ? 'ORGANIZATION' : 'ACCOUNT';
  return [
    new accessanalyzer.CfnAnalyzer(scope, 'Analyzer', { type: zone }),
    ...(unusedAfter ? [new accessanalyzer.CfnAnalyzer(scope, 'UnusedAccess', {
      type: `${zone}_UNUSED_ACCESS`,
      analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: unusedAfter.toDays() } },
    })] : []),
  ];
}
