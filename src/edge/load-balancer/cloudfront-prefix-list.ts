import { CfnMapping, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isUnresolved, refuse } from '../../core/validation';

const NAME = 'com.amazonaws.global.cloudfront.origin-facing';

/**
 * Ids of the prefix list `com.amazonaws.global.cloudfront.origin-facing` by Region, as `aws ec2 describe-managed-prefix-lists` returns them. AWS
 * manages the list in each Region. CloudFormation cannot look up the id, and the look-up of the CDK needs credentials. AWS does not publish the ids; these
 * are the same in DEV Community, How to only allow CloudFront traffic to your ALB.
 */
const PREFIX_LISTS: { [region: string]: string } = {
  'af-south-1': 'pl-c0aa4fa9',
  'ap-northeast-1': 'pl-58a04531',
  'ap-northeast-2': 'pl-22a6434b',
  'ap-south-1': 'pl-9aa247f3',
  'ap-southeast-1': 'pl-31a34658',
  'ap-southeast-2': 'pl-b8a742d1',
  'ca-central-1': 'pl-38a64351',
  'eu-central-1': 'pl-a3a144ca',
  'eu-north-1': 'pl-fab65393',
  'eu-south-1': 'pl-1bbc5972',
  'eu-west-1': 'pl-4fa04526',
  'eu-west-2': 'pl-93a247fa',
  'eu-west-3': 'pl-75b1541c',
  'sa-east-1': 'pl-5da64334',
  'us-east-1': 'pl-3b927c52',
  'us-east-2': 'pl-b6a144df',
  'us-west-1': 'pl-4ea04527',
  'us-west-2': 'pl-82a045eb',
};

/** Id of the prefix list in the Region of a construct; undefined if only a deployment knows the Region. */
export function prefixListIdIn(scope: Construct, prop: string): string | undefined {
  const { region } = Stack.of(scope);
  if (isUnresolved(region)) return undefined;
  return PREFIX_LISTS[region]
    ?? refuse(scope, `${prop} must be specified in ${region}; 'aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=${NAME}' returns it`);
}

/** Id of the prefix list in the Region that the stack is deployed to, by a mapping that the stack has once. */
export function deployedPrefixListId(scope: Construct): string {
  const stack = Stack.of(scope);
  const id = 'CloudFrontPrefixLists';
  const mapping = stack.node.tryFindChild(id) as CfnMapping | undefined
    ?? new CfnMapping(stack, id, { mapping: Object.fromEntries(Object.entries(PREFIX_LISTS).map(([region, list]) => [region, { Id: list }])) });
  return mapping.findInMap(stack.region, 'Id');
}
