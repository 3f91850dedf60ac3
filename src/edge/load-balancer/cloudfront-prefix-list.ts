import { CfnMapping, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { refuse } from '../../core/validation';

/**
 * Ids of the prefix list `com.amazonaws.global.cloudfront.origin-facing`, which AWS keeps in each Region: those that
 * `aws ec2 describe-managed-prefix-lists` tells there. CloudFormation cannot look one up, and the CDK's look-up needs credentials.
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

/** The addresses from which CloudFront connects to origins, in the Region of a construct. */
export function cloudFrontPrefixList(scope: Construct, given: string | undefined): ec2.IPeer {
  if (given !== undefined && !Token.isUnresolved(given) && !/^pl-[0-9a-f]+$/.test(given)) {
    refuse(scope, `prefixListId is '${given}', need the id of a prefix list, for example pl-3b927c52`);
  }
  return ec2.Peer.prefixList(given ?? idIn(scope, Stack.of(scope)));
}

function idIn(scope: Construct, stack: Stack): string {
  if (Token.isUnresolved(stack.region)) {
    const id = 'CloudFrontPrefixLists';
    const mapping = stack.node.tryFindChild(id) as CfnMapping | undefined
      ?? new CfnMapping(stack, id, { mapping: Object.fromEntries(Object.entries(PREFIX_LISTS).map(([region, list]) => [region, { Id: list }])) });
    return mapping.findInMap(stack.region, 'Id');
  }
  return PREFIX_LISTS[stack.region] ?? refuse(scope, `the id of CloudFront's prefix list in ${stack.region} is not known, need prefixListId: `
    + 'aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing tells it');
}
