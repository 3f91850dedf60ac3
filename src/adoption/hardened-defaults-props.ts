import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** Properties of HardenedDefaults. */
export interface HardenedDefaultsProps {
  /**
   * Whether no resource below the scope is deployed yet. Then also sets what replaces a deployed resource, such as the encryption of a database, and
   * what deployed clients can depend on, such as ports, required TLS and public addresses of subnets.
   * Setting it in a deployed app replaces databases and file systems.
   * @default false
   */
  readonly newApp?: boolean;
  /**
   * Regional web ACL for Application Load Balancers without one.
   * @default - load balancers without a web ACL remain findings
   */
  readonly webAcl?: wafv2.IWebACLRef;
  /**
   * Whether containers have a read-only root file system. Containers that write outside of mounted volumes fail.
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * User of containers, for example `1000:1000`. Containers that need root, for example for a port below 1024, fail.
   * @default - the user of the image
   */
  readonly containerUser?: string;
}
