import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AlbWithWaf, AlbWithWafProps, CloudFrontAccess, ListenerAuthentication, RouteOptions } from '../../src';
import { contract } from '../contract/contract';
import { bucket, certificate, hostedZone, httpTarget, vpc, webAcl } from '../contract/surroundings';

const required = (stack: Stack): AlbWithWafProps => ({ vpc: vpc(stack), certificate: certificate(stack), accessLogs: bucket(stack, 'Logs') });

export const routeOptions = (): RouteOptions => ({
  protocol: elbv2.ApplicationProtocol.HTTPS,
  authentication: ListenerAuthentication.jwt({ issuer: 'https://login.example.com', jwksEndpoint: 'https://login.example.com/keys' }),
  healthCheckInterval: Duration.seconds(20),
  unhealthyThreshold: 5,
  deregistrationDelay: Duration.seconds(60),
  stickiness: Duration.hours(1),
  slowStart: Duration.seconds(60),
});

export default contract(AlbWithWaf, {
  variants: {
    'defaults': required,
    'everything': (stack) => ({
      ...required(stack),
      accessLogsPrefix: 'alb',
      loadBalancerName: 'ledger-alb',
      exposure: { internal: false, allowFrom: [ec2.Peer.ipv4('192.0.2.0/24')], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } },
      tls: {
        sslPolicy: elbv2.SslPolicy.TLS13_RES,
        additionalCertificates: [certificate(stack, 'eu-west-2', 'Other')],
        mutualAuthentication: { mutualAuthenticationMode: elbv2.MutualAuthenticationMode.PASS_THROUGH },
        strictTransportSecurity: 'max-age=31536000',
      },
      webAcl: webAcl(stack),
      domain: { domainName: 'api.example.com', hostedZone: hostedZone(stack), healthCheckPath: '/health' },
      fallback: elbv2.ListenerAction.fixedResponse(404),
      attributes: {
        idleTimeout: Duration.seconds(120),
        clientKeepAlive: Duration.minutes(30),
        xffHeaderProcessingMode: elbv2.XffHeaderProcessingMode.APPEND,
        preserveXffClientPort: true,
        preserveHostHeader: true,
        tlsHeaders: true,
        desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST,
        dropInvalidHeaderFields: true,
        wafFailOpen: false,
      },
    }),
    'behind CloudFront': (stack) => ({ ...required(stack), exposure: { cloudFront: CloudFrontAccess.vpcOrigin() } }),
  },
  methods: {
    routeTo: { variants: { everything: (stack) => [httpTarget(stack), routeOptions()] } },
    routeWhen: {
      variants: {
        everything: (stack) => ['Orders', httpTarget(stack), { ...routeOptions(), conditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])], priority: 10 }],
      },
    },
  },
});
