import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Workload } from '../workload/workload';

/**
 * Regions in which every service that the library's constructs call has a FIPS 140 validated endpoint (botocore 1.44.8, endpoints.json). Canada has
 * them for some services, other Regions for a few, and an SDK that is told to use them fails where one is missing (AWS SDKs and Tools Reference Guide,
 * Dual-stack and FIPS endpoints).
 */
const REGIONS = /^us-(?:gov-)?(?:east|west)-\d$/;

/**
 * Whether AWS is called by FIPS 140 validated endpoints: as was asked for, else where the workload's frameworks ask for validated cryptography and
 * the stack's Region has the endpoints.
 */
export function usesFips(scope: IConstruct, asked?: boolean): boolean {
  return asked ?? (Workload.of(scope).validatedCryptography && REGIONS.test(Stack.of(scope).region));
}
