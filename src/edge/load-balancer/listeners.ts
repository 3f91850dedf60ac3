import { Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { AlbExposure } from './alb-exposure';
import { AlbTls } from './alb-tls';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** Serves HTTPS on port 443, under certificates of the load balancer's own Region. */
export function httpsListener(
  scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer, certificate: acm.ICertificate, tls: AlbTls, defaultAction: elbv2.ListenerAction,
): elbv2.ApplicationListener {
  const certificates = [certificate, ...(tls.additionalCertificates ?? [])];
  certificates.forEach((each) => requireRegion(scope, each));
  const { FIPS_TLS13_12_RES_PQ: validated, TLS13_12_RES_PQ: usual } = elbv2.SslPolicy;
  const listener = new elbv2.ApplicationListener(scope, 'Listener', {
    loadBalancer,
    port: 443,
    protocol: elbv2.ApplicationProtocol.HTTPS,
    open: false,
    certificates,
    sslPolicy: tls.sslPolicy ?? (Workload.of(scope).validatedCryptography ? validated : usual),
    mutualAuthentication: tls.mutualAuthentication,
    defaultAction,
  });
  listener.setAttribute('routing.http.response.server.enabled', 'false');
  listener.setAttribute(
    'routing.http.response.strict_transport_security.header_value', tls.strictTransportSecurity ?? 'max-age=31536000');
  return listener;
}

/** What a request gets that no route takes: behind CloudFront with a secret that is one without the secret, too. */
export function fallbackFor({ cloudFront }: AlbExposure): elbv2.ListenerAction {
  return cloudFront?.secret
    ? elbv2.ListenerAction.fixedResponse(403, { contentType: 'text/plain', messageBody: 'Forbidden' })
    : elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' });
}

/** Answers HTTP on port 80 with where HTTPS is. */
export function redirectListener(scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer): elbv2.ApplicationListener {
  const listener = new elbv2.ApplicationListener(scope, 'Redirect', {
    loadBalancer,
    port: 80,
    protocol: elbv2.ApplicationProtocol.HTTP,
    open: false,
    defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
  });
  acknowledgeFindings(listener.node.defaultChild!, 'The listener only redirects to HTTPS, it presents no certificate and hands nothing to a target',
    'NIST.800.53.R5-ELBv2ACMCertificateRequired', 'PCI.DSS.321-ELBv2ACMCertificateRequired', 'HIPAA.Security-ELBv2ACMCertificateRequired');
  return listener;
}

// A load balancer takes certificates of its own Region only (Elastic Load Balancing User Guide, SSL certificates).
function requireRegion(scope: Construct, certificate: acm.ICertificate): void {
  const { region } = Stack.of(scope);
  const { certificateArn } = certificate;
  const [, , service, literal] = Token.isUnresolved(certificateArn) ? [] : certificateArn.split(':');
  const actual = service === 'iam' ? undefined : literal || certificate.env.region;
  if (actual === undefined || Token.isUnresolved(actual) || Token.isUnresolved(region) || actual === region) return;
  refuse(scope, `certificate '${certificate.node.path}' is in ${actual}, need one in ${region}, the Region of the load balancer`);
}
