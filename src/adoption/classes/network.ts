import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { DataClass } from '../../core/keys/workload-key';
import { flowLogRole } from '../../core/parts/flow-log-role';
import { CdkProvider, hardenProvider } from '../../core/parts/harden-provider';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { associateWebAcl } from '../../core/parts/web-acl-association';
import { Context } from '../context';
import { keyOf } from '../keys';
import { logBucketOf } from '../logs';
import { partsOf } from '../parts';
import { propertiesOf, refersTo, resourcesAround } from '../references';
import { hardened, HardenedClass } from '../step';

/** Ports by which aws-cdk-lib knows that a listener uses HTTPS. */
const TLS_PORTS = [443, 8443];

/** Hardened defaults of VPCs and load balancers. */
export const NETWORK: HardenedClass[] = [
  hardened<ec2.VpcProps, ec2.Vpc>(ec2.Vpc, [
    { props: ['flowLogs'], safeguards: ['VPC.FlowLogged'], finish: logFlows },
    {
      props: ['restrictDefaultSecurityGroup'],
      safeguards: ['VPC.DefaultSecurityGroupClosed'],
      newOnly: 'resources outside the app can use the default security group',
      fill: () => ({ restrictDefaultSecurityGroup: true }),
      finish: (vpc) => hardenProvider(vpc, CdkProvider.RESTRICT_DEFAULT_SECURITY_GROUP),
    },
    {
      props: ['subnetConfiguration'],
      safeguards: ['VPC.SubnetNoPublicIp'],
      newOnly: 'instances in the subnets can depend on their public addresses',
      fill: (_, { natGateways }) => ({
        subnetConfiguration: (natGateways === 0 ? ec2.Vpc.DEFAULT_SUBNETS_NO_NAT : ec2.Vpc.DEFAULT_SUBNETS)
          .map((subnet) => (subnet.subnetType === ec2.SubnetType.PUBLIC ? { ...subnet, mapPublicIpOnLaunch: false } : subnet)),
      }),
    },
  ]),
  hardened<elbv2.ApplicationLoadBalancerProps, elbv2.ApplicationLoadBalancer>(elbv2.ApplicationLoadBalancer, [
    {
      props: ['deletionProtection'],
      safeguards: ['ELB.DeletionProtected'],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
    },
    {
      props: ['dropInvalidHeaderFields'],
      safeguards: ['ELB.InvalidHeadersDropped'],
      newOnly: 'clients can send header names with an underscore',
      fill: () => ({ dropInvalidHeaderFields: true }),
    },
    {
      props: [],
      safeguards: ['ELB.AccessLogged'],
      finish: (loadBalancer, context) => {
        const resource = loadBalancer.node.defaultChild as elbv2.CfnLoadBalancer;
        const { LoadBalancerAttributes: attributes = [] } = propertiesOf(resource);
        if (attributes.some(({ Key: key }: { Key?: string }) => key === 'access_logs.s3.enabled')) return;
        const { bucket } = logBucketOf(context);
        LogDelivery.LOAD_BALANCER._allow(bucket);
        loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
        loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
        // Elastic Load Balancing tests the permission when the attribute is set.
        if (bucket.policy) loadBalancer.node.addDependency(bucket.policy);
      },
    },
    {
      props: [],
      safeguards: ['ELB.WebAclAssociated'],
      switchedBy: 'webAcl',
      finish: (loadBalancer, { options: { webAcl } }) => {
        if (!webAcl || isAssociated(loadBalancer.node.defaultChild as CfnResource)) return;
        associateWebAcl(loadBalancer, loadBalancer.loadBalancerArn, webAcl);
      },
    },
  ]),
  hardened<elbv2.ApplicationListenerProps, elbv2.ApplicationListener>(elbv2.ApplicationListener, [
    {
      props: ['sslPolicy'],
      safeguards: ['ELB.ListenerTlsPolicy'],
      newOnly: 'clients can depend on earlier versions of TLS',
      fill: (_, { protocol, port, certificates = [] }) => {
        const isTls = protocol === undefined ? TLS_PORTS.includes(port!) : protocol === elbv2.ApplicationProtocol.HTTPS;
        const usesTls = isTls || certificates.length > 0;
        return usesTls ? { sslPolicy: elbv2.SslPolicy.TLS13_RES } : undefined;
      },
    },
  ]),
  hardened<elbv2.NetworkLoadBalancerProps, elbv2.NetworkLoadBalancer>(elbv2.NetworkLoadBalancer, [
    {
      props: ['deletionProtection'],
      safeguards: ['ELB.DeletionProtected'],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
    },
  ]),
];

function logFlows(vpc: ec2.Vpc, context: Context) {
  const resource = vpc.node.defaultChild as CfnResource;
  if (resourcesAround(vpc).some((each) => ec2.CfnFlowLog.isCfnFlowLog(each) && refersTo(resource, each, each.resourceId))) return;
  const scope = partsOf(vpc);
  const role = flowLogRole(scope, 'Role');
  const flowLog = new ec2.FlowLog(scope, 'FlowLog', {
    resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
    trafficType: ec2.FlowLogTrafficType.ALL,
    destination: ec2.FlowLogDestination.toCloudWatchLogs(encryptedLogGroup(scope, 'LogGroup', { encryptionKey: keyOf(context, DataClass.LOGS) }), role),
  });
  flowLog.node.addDependency(role.node.findChild('Policy'));
}

function isAssociated(resource: CfnResource): boolean {
  return resourcesAround(resource)
    .some((each) => wafv2.CfnWebACLAssociation.isCfnWebACLAssociation(each) && refersTo(resource, each, each.resourceArn));
}
