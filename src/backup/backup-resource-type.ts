/** A resource type that AWS Backup protects (AWS Backup API, GetSupportedResourceTypes). */
export class BackupResourceType {
  /** Aurora clusters. */
  public static readonly AURORA = new BackupResourceType('Aurora');
  /** RDS instances. */
  public static readonly RDS = new BackupResourceType('RDS');
  /** DynamoDB tables. */
  public static readonly DYNAMODB = new BackupResourceType('DynamoDB');
  /** EBS volumes. */
  public static readonly EBS = new BackupResourceType('EBS');
  /** EC2 instances, including their volumes. */
  public static readonly EC2 = new BackupResourceType('EC2');
  /** EFS file systems. */
  public static readonly EFS = new BackupResourceType('EFS');
  /** S3 buckets. They must be versioned, and the account must be opted in to AWS Backup for S3. */
  public static readonly S3 = new BackupResourceType('S3');

  private constructor(
    /** Name in AWS Backup. */
    public readonly name: string,
  ) {}
}
