import { EffectiveAcknowledgement } from './effective-acknowledgement';
import { listOf } from './predicates/intrinsics';
import { RenderedResource } from './rendered';

/**
 * Beginnings of the logical ids of helper functions that aws-cdk-lib creates once per stack, and of their roles and policies. CDK derives the ids from paths
 * that it does not change: another id would replace the function.
 */
const HELPERS = [
  'AWS679f53fac002430cb0da5b7982bd2287',
  'BucketNotificationsHandler050a0587b7544547bf325f094a3db834',
  'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C',
  'CustomCrossAccountZoneDelegationCustomResourceProvider',
  'CustomCrossRegionExportReaderCustomResourceProvider',
  'CustomCrossRegionExportWriterCustomResourceProvider',
  'CustomECRAutoDeleteImagesCustomResourceProvider',
  'CustomS3AutoDeleteObjectsCustomResourceProvider',
  'CustomVpcRestrictDefaultSGCustomResourceProvider',
  'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a',
];
const FEW_CALLS = 'CloudFormation invokes the helper function of aws-cdk-lib a few times in the lifetime of the stack, one call at a time, and reports its failures.';
const NO_NETWORK = 'The helper function of aws-cdk-lib calls AWS APIs only, also before the network exists and after it is deleted.';
const INLINE = 'aws-cdk-lib supports only an inline policy for its helper function.';
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Lambda::Function': {
    'Lambda.FunctionConcurrencyLimited': FEW_CALLS, 'Lambda.FunctionFailuresKept': FEW_CALLS, 'Lambda.FunctionTraced': FEW_CALLS, 'Lambda.FunctionInVpc': NO_NETWORK,
  },
  'AWS::IAM::Role': { 'IAM.NoInlinePolicy': INLINE },
  'AWS::IAM::Policy': { 'IAM.NoInlinePolicy': INLINE },
};

/**
 * The acknowledgement of a safeguard for a helper function of aws-cdk-lib, its role or a policy of this role. What the policies allow is judged as everywhere.
 */
export function acknowledgementOfHelper(resource: RenderedResource, safeguard: string): EffectiveAcknowledgement | undefined {
  const reason = REASONS[resource.type]?.[safeguard];
  if (reason === undefined || !isOfHelper(resource)) return undefined;
  return { path: resource.origin.path, reason, declaredBy: 'library' };
}

function isOfHelper({ type, logicalId, properties, template }: RenderedResource): boolean {
  if (type !== 'AWS::IAM::Policy') return HELPERS.some((beginning) => logicalId.startsWith(beginning));
  const roles = listOf(properties.Roles).map((role) => template.referenced(role));
  return roles.length > 0 && roles.every((role) => role !== undefined && role.type === 'AWS::IAM::Role' && isOfHelper(role));
}
