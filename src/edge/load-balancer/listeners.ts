import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ResolvedAlb } from './resolve-alb-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/** A default action that can be replaced. A listener warns if its default action is set twice. */
export class ReplaceableAction extends elbv2.ListenerAction {
  constructor(private action: elbv2.ListenerAction) {
    super({ type: 'replaceable' });
  }

  /** Renders the current action. */
  public override renderActions(): elbv2.CfnListener.ActionProperty[] {
    return this.action.renderActions();
  }

  /** Binds the first action. */
  public override bind(scope: Construct, listener: elbv2.IApplicationListener): void {
    this.action.bind(scope, listener);
  }

  /** Replaces the action. */
  public replace(action: elbv2.ListenerAction, listener: elbv2.ApplicationListener): void {
    this.action = action;
    action.bind(listener, listener);
  }
}

/** The HTTPS listener on port 443. */
export function httpsListener(
  scope: Construct,
  loadBalancer: elbv2.ApplicationLoadBalancer,
  certificate: acm.ICertificate,
  defaultAction: elbv2.ListenerAction,
  props: ResolvedAlb,
): elbv2.ApplicationListener {
  const listener = new elbv2.ApplicationListener(scope, 'Listener', {
    loadBalancer,
    port: 443,
    protocol: elbv2.ApplicationProtocol.HTTPS,
    open: false,
    certificates: [certificate, ...props.additionalCertificates],
    sslPolicy: props.sslPolicy,
    mutualAuthentication: props.mutualAuthentication,
    defaultAction,
  });
  listener.setAttribute('routing.http.response.server.enabled', 'false');
  listener.setAttribute('routing.http.response.strict_transport_security.header_value', props.strictTransportSecurity);
  return listener;
}

/** The listener on port 80, which redirects to HTTPS. */
export function redirectListener(scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer): elbv2.ApplicationListener {
  const listener = new elbv2.ApplicationListener(scope, 'Redirect', {
    loadBalancer,
    port: 80,
    protocol: elbv2.ApplicationProtocol.HTTP,
    open: false,
    defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
  });
  acknowledgeFindings(listener.node.defaultChild!, 'The listener only redirects to HTTPS: it has no certificate and forwards no request to a target',
    'NIST.800.53.R5-ELBv2ACMCertificateRequired', 'PCI.DSS.321-ELBv2ACMCertificateRequired', 'HIPAA.Security-ELBv2ACMCertificateRequired');
  return listener;
}
