import { Annotations, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { interfaceEndpointsIn } from '../parts/reach';
import { Reach, wayOut } from '../parts/way-out';
import { ServiceCalls } from '../parts/workload-parts-props';

/** An AWS service that a resource of the workload calls at run time from a VPC. */
export interface CalledService extends Omit<ServiceCalls, 'services'> {
  readonly service: ec2.InterfaceVpcEndpointAwsService;
  /** Whether the caller has a public IPv4 address; undefined if it is unknown. */
  readonly hasPublicAddress?: boolean;
}

const FIX = 'Set endpoints.calledServices of SecureVpc, create InterfaceEndpoints in the VPC, or add a NAT gateway';

/** Warns of called services without an interface endpoint that routes do not lead to, or not for certain, in VPCs of the app. */
export class CalledServiceCheck {
  private readonly calls = new Map<ec2.IVpc, CalledService[]>();

  /** Adds a call. */
  public add(call: CalledService): void {
    const calls = this.calls.get(call.vpc);
    if (calls) {
      calls.push(call);
      return;
    }
    this.calls.set(call.vpc, [call]);
    call.vpc.node.addValidation({
      validate: () => {
        this.warn(call.vpc);
        return [];
      },
    });
  }

  private warn(vpc: ec2.IVpc): void {
    const endpoints = interfaceEndpointsIn(vpc).map((endpoint) => JSON.stringify(Stack.of(endpoint).resolve(endpoint.serviceName)));
    const unserved = this.calls.get(vpc)!.filter(({ service: { shortName } }) => !endpoints
      .some((endpoint) => endpoint.includes(`.${shortName}"`) || endpoint.includes(`.${shortName}-fips"`)));
    const calls = unserved.map(({ service, subnets, hasPublicAddress }) => ({ name: service.shortName, ...wayOut(vpc, subnets, hasPublicAddress) }));
    const enclosed = calls.filter(({ reach }) => reach === Reach.NONE);
    if (enclosed.length > 0) {
      Annotations.of(vpc).addWarningV2('cdk-regulated:serviceUnreachable',
        'constructs call services that their subnets cannot reach, because they have neither a route to the internet nor an interface endpoint: '
        + `${listOf(enclosed.map(({ name }) => name))}. ${FIX}`);
    }
    const unknown = calls.filter(({ reach }) => reach === Reach.PRIVATE || reach === Reach.UNKNOWN);
    if (unknown.length > 0) {
      Annotations.of(vpc).addWarningV2('cdk-regulated:serviceReachUnknown',
        `constructs call services that their subnets reach only through ${listOf(unknown.flatMap(({ through }) => through))}, whose path to the services `
        + `is not in the app: ${listOf(unknown.map(({ name }) => name))}. ${FIX}, or acknowledge this warning if the path exists`);
    }
  }
}

function listOf(names: string[]): string {
  return [...new Set(names)].sort().join(', ');
}
