import { Annotations, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { hasRouteOut, interfaceEndpointsIn } from '../parts/reach';
import { ServiceCalls } from '../parts/workload-parts-props';

/** An AWS service that a resource of the workload calls at run time from a VPC. */
export interface CalledService extends Omit<ServiceCalls, 'services'> {
  readonly service: ec2.InterfaceVpcEndpointAwsService;
}

/** Warns of called services that have neither a route nor an interface endpoint, in VPCs of the app. */
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
    const enclosed = this.calls.get(vpc)!.filter(({ subnets }) => !hasRouteOut(vpc, subnets));
    if (enclosed.length === 0) return;
    const endpoints = interfaceEndpointsIn(vpc).map((endpoint) => JSON.stringify(Stack.of(endpoint).resolve(endpoint.serviceName)));
    const unreachable = [...new Set(enclosed.map(({ service: { shortName } }) => shortName))]
      .filter((name) => !endpoints.some((endpoint) => endpoint.includes(`.${name}"`) || endpoint.includes(`.${name}-fips"`)));
    if (unreachable.length === 0) return;
    Annotations.of(vpc).addWarningV2('cdk-regulated:serviceUnreachable',
      `constructs call services that their subnets cannot reach, because they have neither a route out of the VPC nor an interface endpoint: ${unreachable.sort().join(', ')}. `
      + 'Set endpoints.calledServices of SecureVpc, create InterfaceEndpoints in the VPC, or add a NAT gateway');
  }
}
