using System.Collections.Generic;
using Amazon.CDK;
using CdkRegulated;
using Constructs;
using ACM = Amazon.CDK.AWS.CertificateManager;
using EC2 = Amazon.CDK.AWS.EC2;
using ECS = Amazon.CDK.AWS.ECS;
using RDS = Amazon.CDK.AWS.RDS;

namespace Payment
{
    /// <summary>Resources of the platform.</summary>
    internal sealed class PaymentStack : Stack
    {
        private static readonly Duration AYear = Duration.Days(365);

        private readonly Workload workload;

        internal PaymentStack(Construct scope, string id, IStackProps props)
            : base(scope, id, props)
        {
            workload = Workload.Of(this);
            WorkloadKey.On(this, DataClass.DATA, new WorkloadKeyProps { Alias = Named("rds-key", NameLimit.KEY_ALIAS) });
            WorkloadKey.On(this, DataClass.STORAGE, new WorkloadKeyProps { Alias = Named("s3-key", NameLimit.KEY_ALIAS) });
            WorkloadKey.On(this, DataClass.LOGS, new WorkloadKeyProps { Alias = Named("cloudwatch-key", NameLimit.KEY_ALIAS) });

            var vpc = new SecureVpc(this, "Network", new SecureVpcProps
            {
                VpcName = Named("vpc"),
                MaxAzs = 3,
                Endpoints = new VpcEndpointOptions
                {
                    CalledServices = true,
                    // The application calls AWS KMS and AWS STS and runs the ECS agent. The constructs declare all other services.
                    InterfaceServices = new[]
                    {
                        EC2.InterfaceVpcEndpointAwsService.KMS,
                        EC2.InterfaceVpcEndpointAwsService.STS,
                        EC2.InterfaceVpcEndpointAwsService.ECS_AGENT,
                    },
                },
            }).Vpc;

            var accessLogs = new LogBucket(this, "LogBucket", new LogBucketProps
            {
                Lifecycle = new BucketLifecycle { GlacierAfter = Duration.Days(90), ExpireAfter = AYear },
            });
            var staticAssets = new SecureBucket(this, "StaticAssets", new SecureBucketProps
            {
                AccessLogs = accessLogs.Bucket,
                Lifecycle = new BucketLifecycle { InfrequentAccessAfter = Duration.Days(30), ExpireNoncurrentAfter = Duration.Days(90) },
            });
            var audit = new SecureBucket(this, "Audit", new SecureBucketProps
            {
                AccessLogs = accessLogs.Bucket,
                Lifecycle = new BucketLifecycle { GlacierAfter = Duration.Days(90), ExpireNoncurrentAfter = AYear },
                ObjectLock = new BucketObjectLock { Retention = AYear },
            });
            var trail = new AuditTrail(this, "Trail", new AuditTrailProps
            {
                TrailName = Named("trail", NameLimit.TRAIL),
                Bucket = audit.Bucket,
                Events = new TrailEventOptions { ObjectsOf = new[] { staticAssets.Bucket } },
                Logs = new TrailLogOptions { LogGroupName = $"/aws/cloudtrail/{Named("trail")}" },
            });

            var database = new CompliantAurora(this, "Database", new CompliantAuroraProps
            {
                Vpc = vpc,
                ClusterIdentifier = Named("aurora-cluster", NameLimit.DATABASE),
                Engine = RDS.DatabaseClusterEngine.AuroraPostgres(new RDS.AuroraPostgresClusterEngineProps
                {
                    Version = RDS.AuroraPostgresEngineVersion.VER_17_9,
                }),
                DatabaseName = "payments",
                Capacity = AuroraCapacity.Provisioned(EC2.InstanceType.Of(EC2.InstanceClass.T3, EC2.InstanceSize.MEDIUM)),
                Readers = 2,
                Credentials = DatabaseCredentials.Generated(new GeneratedCredentialsOptions { Rotation = DatabaseRotation.FUNCTION }),
            });
            var service = Application(vpc, staticAssets);
            database.AllowConnectionsFrom(service, new DatabaseConnectionOptions { DatabaseUser = "payment_app" });
            staticAssets.GrantRead(service);

            var edge = new AlbWithWaf(this, "Edge", new AlbWithWafProps
            {
                Vpc = vpc,
                LoadBalancerName = Named("alb", NameLimit.LOAD_BALANCER),
                Certificate = ImportedCertificate(),
                AccessLogs = accessLogs.Bucket,
                WebAcl = new WebAcl(this, "Firewall", new WebAclProps { WebAclName = Named("web-acl", NameLimit.WEB_ACL) }),
            });
            edge.RouteTo(service);

            var monitoring = new WorkloadMonitoring(this, "Monitoring", new WorkloadMonitoringProps
            {
                TopicName = Named("alarms", NameLimit.TOPIC),
                DashboardName = Named("dashboard", NameLimit.DASHBOARD),
            });
            BackUp(monitoring);
            // Environments share the only recorder of an account and Region.
            var config = new ConfigBaseline(this, "Config", new ConfigBaselineProps { Recording = ConfigRecording.OfAccount() });
            foreach (var construct in new Construct[] { accessLogs, audit, trail, monitoring, config })
            {
                // A stack has a property Tags.
                Amazon.CDK.Tags.Of(construct).Add(PciScope.Tag, PciScope.SecurityImpacting);
            }

            Output("albDnsName", edge.LoadBalancer.LoadBalancerDnsName);
            Output("clusterEndpoint", database.Cluster.ClusterEndpoint.Hostname);
            Output("staticBucketName", staticAssets.Bucket.BucketName);
            Output("auditBucketName", audit.Bucket.BucketName);
        }

        private FargateService Application(EC2.IVpc vpc, SecureBucket staticAssets)
        {
            var configuration = new ConfigurationParameters(this, "Configuration", new ConfigurationParametersProps
            {
                Values = new Dictionary<string, string> { ["limits/amount"] = "10000" },
            });
            return new FargateService(this, "Service", new FargateServiceProps
            {
                Vpc = vpc,
                ClusterName = Named("cluster", NameLimit.ECS),
                LogGroupName = $"/aws/ecs/{Named("app")}",
                Image = ECS.ContainerImage.FromRegistry("public.ecr.aws/nginx/nginx-unprivileged:stable"),
                Task = new FargateTask { Cpu = 1024, MemoryLimitMiB = 2048 },
                Environment = new Dictionary<string, string> { ["STATIC_BUCKET"] = staticAssets.Bucket.BucketName },
                Secrets = new Dictionary<string, ECS.Secret> { ["AMOUNT_LIMIT"] = configuration.Reference("limits/amount") },
                Tracing = new FargateTracing(),
            });
        }

        private void BackUp(WorkloadMonitoring monitoring)
        {
            var month = Duration.Days(30);
            new BackupPlan(this, "Backup", new BackupPlanProps
            {
                BackupVaultName = Named("backup-vault", NameLimit.BACKUP_VAULT),
                Topic = monitoring.Topic,
                Rules = new[]
                {
                    BackupRule.Daily(new BackupRuleOptions
                    {
                        DeleteAfter = month,
                        Copies = new[]
                        {
                            BackupCopy.ToRegion(PaymentPlatform.RecoveryRegion, new RegionalBackupCopyOptions
                            {
                                DeleteAfter = month,
                                BackupVaultName = Named("recovery-vault", NameLimit.BACKUP_VAULT),
                            }),
                        },
                    }),
                },
                Objectives = new RecoveryObjectives { RecoveryPoint = Duration.Days(1), RecoveryPointElsewhere = Duration.Days(1) },
            });
        }

        /// <summary>The certificate of a stack parameter.</summary>
        private ACM.ICertificate ImportedCertificate()
        {
            var parameter = new CfnParameter(this, "CertificateArn", new CfnParameterProps
            {
                Description = "ARN of the ACM certificate that the load balancer presents, in the Region of this stack",
                AllowedPattern = "^arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+$",
            });
            return ACM.Certificate.FromCertificateArn(this, "Certificate", parameter.ValueAsString);
        }

        private string Named(string type, NameLimit? limit = null)
        {
            return workload.PhysicalName(type, new PhysicalNameOptions { Limit = limit });
        }

        private void Output(string id, string value)
        {
            new CfnOutput(this, id, new CfnOutputProps { Value = value });
        }
    }
}
