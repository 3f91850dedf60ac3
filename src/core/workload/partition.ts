import { Aws, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../validation';

/** Partition of a Region; undefined for a token, and for a Region that aws-cdk-lib does not know. */
export function partitionOf(region: string): string | undefined {
  return isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
}

/** Domain suffix of a Region, for example `amazonaws.com.cn`; the pseudo parameter for a token, and for a Region that aws-cdk-lib does not know. */
export function domainSuffixOf(region: string): string {
  return isUnresolved(region) ? Aws.URL_SUFFIX : RegionInfo.get(region).domainSuffix ?? Aws.URL_SUFFIX;
}

/**
 * Values of the condition key `kms:ViaService` for a service in a Region. AWS does not publish the value for China Regions, where hosts end in
 * `.amazonaws.com.cn` and some names of services do not: both are permitted (decision 0049). No service has the other name.
 */
export function viaService(service: string, region: string): string | string[] {
  const host = `${service}.${region}.amazonaws.com`;
  return partitionOf(region) === 'aws-cn' ? [host, `${host}.cn`] : host;
}

/** Refuses a Region of another partition than that of the stack: no resource refers across partitions (AWS Fault Isolation Boundaries, Partitions). */
export function requireSamePartition(scope: IConstruct, prop: string, region: string): void {
  const [own, other] = [partitionOf(Stack.of(scope).region), partitionOf(region)];
  if (own !== undefined && other !== undefined && own !== other) mustBe(scope, prop, `a Region in partition ${own}`, region);
}
