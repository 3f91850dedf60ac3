/**
 * Physical names that a service accepts. Each limit is from the API reference of the service.
 *
 * @example
 * Workload.on(this, { name: 'ledger', suffix: 'dev' });
 * const loadBalancerName = Workload.of(this).physicalName('alb', { limit: NameLimit.LOAD_BALANCER });
 */
export class NameLimit {
  /** Application Load Balancer: letters, digits and inner hyphens, not `internal-…` (Elastic Load Balancing API, CreateLoadBalancer). */
  public static readonly LOAD_BALANCER = new NameLimit('load balancer', 32, 'A-Z a-z 0-9 and inner -', '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?',
    'begin with internal-', '^internal-');
  /** Aurora cluster or RDS instance: a letter, then letters, digits and single hyphens (RDS API, CreateDBCluster). */
  public static readonly DATABASE = new NameLimit('database', 63, 'A-Z a-z 0-9 and single inner -, with a letter first', '[A-Za-z](?:-?[A-Za-z0-9])*');
  /** ECS cluster or service: letters, digits, hyphens and underscores (ECS API, CreateCluster). */
  public static readonly ECS = new NameLimit('cluster or service', 255, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /**
   * S3 bucket: lower-case letters, digits and hyphens, without the prefixes and suffixes that S3 reserves (S3 User Guide, General purpose bucket naming
   * rules); dots break TLS host names.
   */
  public static readonly BUCKET = new NameLimit('bucket', 63, 'at least 3 characters a-z 0-9 and inner -', '[a-z0-9][a-z0-9-]{1,61}[a-z0-9]',
    'begin with xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, --x-s3 or --table-s3',
    '^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|--x-s3|--table-s3)$');
  /** KMS alias behind its `alias/` prefix: 256 with the prefix, `aws/…` is reserved (KMS API, CreateAlias). */
  public static readonly KEY_ALIAS = new NameLimit('key alias', 250, 'A-Z a-z 0-9 / - _', '[A-Za-z0-9/_-]+', 'begin with aws/', '^aws/');
  /** CloudFormation stack (CloudFormation API, CreateStack). */
  public static readonly STACK = new NameLimit('stack', 128, 'A-Z a-z 0-9 -, with a letter first', '[A-Za-z][A-Za-z0-9-]*');
  /** CloudWatch log group (CloudWatch Logs API, CreateLogGroup). */
  public static readonly LOG_GROUP = new NameLimit('log group', 512, 'A-Z a-z 0-9 . / # - _', '[.A-Za-z0-9_/#-]+');
  /** SNS topic (SNS API, CreateTopic). */
  public static readonly TOPIC = new NameLimit('topic', 256, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /** EC2 Auto Scaling group: letters, digits and what a URL takes (EC2 Auto Scaling API, CreateAutoScalingGroup; no colons). */
  public static readonly AUTO_SCALING_GROUP = new NameLimit('Auto Scaling group', 255, 'A-Z a-z 0-9 . - _', '[A-Za-z0-9_.-]+');
  /** Systems Manager maintenance window or patch baseline (Systems Manager API, CreateMaintenanceWindow and CreatePatchBaseline). */
  public static readonly SYSTEMS_MANAGER = new NameLimit('Systems Manager', 128, 'at least 3 characters A-Z a-z 0-9 . - _', '[A-Za-z0-9_.-]{3,128}');
  /** CloudWatch dashboard (CloudWatch API, PutDashboard). */
  public static readonly DASHBOARD = new NameLimit('dashboard', 255, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /** AWS Backup vault (AWS Backup API, CreateBackupVault). */
  public static readonly BACKUP_VAULT = new NameLimit('backup vault', 50, 'at least 2 characters A-Z a-z 0-9 - _', '[A-Za-z0-9_-]{2,50}');
  /** WAF web ACL (WAFV2 API, CreateWebACL). */
  public static readonly WEB_ACL = new NameLimit('web ACL', 128, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /**
   * SSM parameter, fully qualified: at most 15 levels, not below `aws` or `ssm`. The ARN counts towards the limit of 1,011 characters, so that 955 are left
   * in every partition and Region (Systems Manager API, PutParameter).
   */
  public static readonly PARAMETER = new NameLimit('parameter', 955, '1 to 15 levels of A-Z a-z 0-9 . - _, each after a /', '(?:/[A-Za-z0-9_.-]+){1,15}',
    'begin with /aws or /ssm', '^/(?:[aA][wW][sS]|[sS][sS][mM])');
  /** CloudTrail trail: no two of the punctuation marks in a row, no IP address (CloudTrail API, CreateTrail). */
  public static readonly TRAIL = new NameLimit('trail', 128, 'at least 3 characters A-Z a-z 0-9 and single inner . - _', '(?=.{3,})[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*', 'have the form of an IP address', '^\\d{1,3}(?:\\.\\d{1,3}){3}$');
  /** AWS Config conformance pack (AWS Config API, PutConformancePack). */
  public static readonly CONFORMANCE_PACK = new NameLimit('conformance pack', 256, 'A-Z a-z 0-9 -, with a letter first', '[A-Za-z][A-Za-z0-9-]*');
  /** CloudFront policy, access control or VPC origin: the shortest of the three (CloudFront API, OriginAccessControlConfig). */
  public static readonly CLOUDFRONT = new NameLimit('CloudFront', 64, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /** Secrets Manager secret (Secrets Manager API, CreateSecret). */
  public static readonly SECRET = new NameLimit('secret', 512, 'A-Z a-z 0-9 / + = . @ - _', '[A-Za-z0-9/_+=.@-]+');
  /** Source or destination of a log delivery (CloudWatch Logs API, PutDeliverySource). */
  public static readonly LOG_DELIVERY = new NameLimit('log delivery', 60, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');
  /** Value of a tag such as `Name` (EC2 User Guide, Tag restrictions). */
  public static readonly TAG = new NameLimit('tag', 256, 'A-Z a-z 0-9 space . : / = + @ - _', '[A-Za-z0-9 _.:/=+@-]+');

  /**
   * Limit of a kind of resource that one domain has.
   * @internal
   */
  public static _of(resource: string, maxLength: number, characters: string, pattern: string): NameLimit {
    return new NameLimit(resource, maxLength, characters, pattern);
  }

  private constructor(
    /** Kind of resource in error messages. */
    public readonly resource: string,
    /** Maximum number of characters. */
    public readonly maxLength: number,
    /** Accepted characters in error messages. */
    public readonly characters: string,
    /** Regular expression for the whole name. */
    public readonly pattern: string,
    /** Constraint on names in error messages, after "must not"; undefined where no names are reserved. */
    public readonly reserved?: string,
    /** Regular expression for reserved names; undefined where there are none. */
    public readonly reservedPattern?: string,
  ) {}
}

/** Options of a physical name. */
export interface PhysicalNameOptions {
  /**
   * Names that the service accepts.
   * @default NameLimit.TAG
   */
  readonly limit?: NameLimit;
}
