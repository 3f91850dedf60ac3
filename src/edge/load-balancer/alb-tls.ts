import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** How the HTTPS listener speaks TLS. */
export interface AlbTls {
  /**
   * Protocols and ciphers.
   * @default SslPolicy.TLS13_12_RES_PQ, which AWS recommends (Elastic Load Balancing User Guide, Security policies): TLS 1.3 and 1.2, forward
   * secrecy, authenticated encryption, post-quantum key exchange with clients that know it; FIPS_TLS13_12_RES_PQ where the workload's frameworks
   * ask for validated cryptography
   */
  readonly sslPolicy?: elbv2.SslPolicy;
  /**
   * Certificates for further names; the client says by SNI which one it wants.
   * @default - none
   */
  readonly additionalCertificates?: acm.ICertificate[];
  /**
   * Certificates that clients have to show (mutual TLS).
   * @default - none
   */
  readonly mutualAuthentication?: elbv2.MutualAuthentication;
  /**
   * Value of the `Strict-Transport-Security` header that every response gets.
   * @default 'max-age=31536000', a year
   */
  readonly strictTransportSecurity?: string;
}
