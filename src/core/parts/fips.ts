import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Workload } from '../workload/workload';

/**
 * Beginnings of the names of the Regions in which all services that the constructs call have a FIPS 140 validated endpoint (botocore 1.44.8, endpoints.json). Other Regions have
 * such endpoints for some services only, and an SDK that is configured to use them fails where one is missing (AWS SDKs and Tools Reference Guide,
 * Dual-stack and FIPS endpoints).
 */
const REGIONS = ['us-east-', 'us-west-', 'us-gov-'];

/**
 * Whether to call FIPS 140 validated endpoints: as requested, otherwise where a framework of the workload requires validated cryptography and
 * the Region of the stack has the endpoints.
 */
export function usesFips(scope: IConstruct, requested?: boolean): boolean {
  const { region } = Stack.of(scope);
  return requested ?? (Workload.of(scope).validatedCryptography && REGIONS.some((prefix) => region.startsWith(prefix)));
}
