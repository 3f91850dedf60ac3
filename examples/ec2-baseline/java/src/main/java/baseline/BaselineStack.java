package baseline;

import io.github.cdkregulated.AlbWithWaf;
import io.github.cdkregulated.AuditTrail;
import io.github.cdkregulated.AutoScalingService;
import io.github.cdkregulated.BackupPlan;
import io.github.cdkregulated.BucketLifecycle;
import io.github.cdkregulated.CompliantPostgres;
import io.github.cdkregulated.ConfigBaseline;
import io.github.cdkregulated.ConfigRecorderOptions;
import io.github.cdkregulated.ConfigRecording;
import io.github.cdkregulated.ConfigRuleOptions;
import io.github.cdkregulated.DatabaseConnectionOptions;
import io.github.cdkregulated.DatabaseMaintenanceOptions;
import io.github.cdkregulated.DatabaseRotation;
import io.github.cdkregulated.DatabaseUserOptions;
import io.github.cdkregulated.InstanceLogging;
import io.github.cdkregulated.InstanceNetwork;
import io.github.cdkregulated.InstanceScaling;
import io.github.cdkregulated.InstanceVolume;
import io.github.cdkregulated.LogBucket;
import io.github.cdkregulated.NameLimit;
import io.github.cdkregulated.PatchSchedule;
import io.github.cdkregulated.PhysicalNameOptions;
import io.github.cdkregulated.PostgresBackupOptions;
import io.github.cdkregulated.PostgresStorageOptions;
import io.github.cdkregulated.RouteOptions;
import io.github.cdkregulated.SecureBucket;
import io.github.cdkregulated.SecureParameter;
import io.github.cdkregulated.SecureParameters;
import io.github.cdkregulated.SecureVpc;
import io.github.cdkregulated.SubnetOptions;
import io.github.cdkregulated.VpcEndpointOptions;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadMonitoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** Resources of the platform. */
final class BaselineStack extends Stack {
    /** Installs the web server with a page for health checks. */
    private static final List<String> WEB_SERVER = List.of(
            "dnf install -y httpd",
            "echo 'ok' > /var/www/html/health",
            "systemctl enable --now httpd");

    private final Workload workload;

    BaselineStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);
        workload = Workload.of(this);

        final IVpc vpc = network();
        final LogBucket requests = LogBucket.Builder.create(this, "RequestLogs").lifecycle(expireAfter(90)).build();
        final LogBucket logging = LogBucket.Builder.create(this, "Logging")
                .accessLogs(requests.getBucket())
                .lifecycle(expireAfter(90))
                .build();
        final SecureBucket application = SecureBucket.Builder.create(this, "Application").accessLogs(logging.getBucket()).build();

        final AuditTrail trail = AuditTrail.Builder.create(this, "Trail")
                .trailName(named("trail", NameLimit.TRAIL))
                .bucket(logging.getBucket())
                .prefix("cloudtrail")
                .build();
        final ConfigBaseline config = ConfigBaseline.Builder.create(this, "Config")
                .recording(ConfigRecording.into(logging.getBucket(), ConfigRecorderOptions.builder()
                        .prefix("config")
                        .recorderName(named("config-recorder"))
                        .build()))
                .rules(List.of(rule("S3_BUCKET_PUBLIC_READ_PROHIBITED"), rule("ENCRYPTED_VOLUMES"), rule("RDS_STORAGE_ENCRYPTED")))
                .build();

        final AutoScalingService web = webServers(vpc);
        final AlbWithWaf edge = AlbWithWaf.Builder.create(this, "Edge")
                .vpc(vpc)
                .loadBalancerName(named("alb", NameLimit.LOAD_BALANCER))
                .certificate(certificate())
                .accessLogs(logging.getBucket())
                .build();
        // Patching reboots instances, one of two at a time. A reboot takes less than five minutes.
        edge.routeTo(web, RouteOptions.builder().unhealthyThreshold(10).build());

        final CompliantPostgres database = database(vpc, web);
        PatchSchedule.Builder.create(this, "Patches")
                .targetTags(Map.of("environment", "production"))
                .schedule("cron(0 2 ? * SUN *)")
                .duration(Duration.hours(4))
                .cutoff(Duration.hours(1))
                .maxConcurrency("50%")
                .maxErrors("0")
                .outputBucket(logging.getBucket())
                .build()
                .include(web);

        final WorkloadMonitoring monitoring = WorkloadMonitoring.Builder.create(this, "Monitoring")
                .dashboardName(named("dashboard", NameLimit.DASHBOARD))
                .build();
        BackupPlan.Builder.create(this, "Backup").topic(monitoring.getTopic()).build();

        output("VpcId", vpc.getVpcId());
        output("AlbDnsName", edge.getDnsName());
        output("RdsEndpoint", database.getInstance().getDbInstanceEndpointAddress());
        output("CloudtrailName", trail.getTrailName());
        output("S3LoggingBucket", logging.getBucket().getBucketName());
        output("S3ApplicationBucket", application.getBucket().getBucketName());
        output("ConfigRecorderName", config.getRecorderName());
    }

    private IVpc network() {
        return SecureVpc.Builder.create(this, "Network")
                .vpcName(named("vpc"))
                .cidr("10.0.0.0/16")
                .natGateways(2)
                .subnets(SubnetOptions.builder()
                        .publicCidrs(List.of("10.0.1.0/24", "10.0.2.0/24"))
                        .privateCidrs(List.of("10.0.10.0/24", "10.0.11.0/24"))
                        .isolatedCidrs(List.of("10.0.20.0/24", "10.0.21.0/24"))
                        .build())
                // Systems Manager is called through VPC endpoints, not over the internet.
                .endpoints(VpcEndpointOptions.builder()
                        .interfaceServices(List.of(
                                InterfaceVpcEndpointAwsService.SSM,
                                InterfaceVpcEndpointAwsService.SSM_MESSAGES,
                                InterfaceVpcEndpointAwsService.EC2_MESSAGES))
                        .build())
                .build()
                .getVpc();
    }

    private AutoScalingService webServers(final IVpc vpc) {
        final Map<String, String> files = new LinkedHashMap<>();
        files.put("access", "/var/log/httpd/access_log");
        files.put("error", "/var/log/httpd/error_log");
        final AutoScalingService web = AutoScalingService.Builder.create(this, "Web")
                .vpc(vpc)
                .groupName(named("asg", NameLimit.AUTO_SCALING_GROUP))
                .port(80)
                .healthCheckPath("/health")
                .bootstrap(WEB_SERVER)
                .volume(InstanceVolume.builder().sizeGiB(20).build())
                .scaling(InstanceScaling.builder().minCapacity(2).maxCapacity(4).desiredCapacity(2).build())
                .network(InstanceNetwork.builder().outboundHttp(List.of(Peer.anyIpv4())).build())
                .logging(InstanceLogging.builder().files(files).logGroupPrefix("/ec2/" + named("web")).build())
                .build();
        web.allowParameters("/production");
        return web;
    }

    private CompliantPostgres database(final IVpc vpc, final AutoScalingService web) {
        final CompliantPostgres database = CompliantPostgres.Builder.create(this, "Database")
                .vpc(vpc)
                .instanceIdentifier(named("db", NameLimit.DATABASE))
                // The newest 15.x in aws-cdk-lib. Amazon RDS no longer offers 15.4.
                .engineVersion(PostgresEngineVersion.VER_15_17)
                .instanceType(new InstanceType("t3.medium"))
                .databaseName("app")
                .storage(PostgresStorageOptions.builder().allocatedGib(100).build())
                .backup(PostgresBackupOptions.builder().retention(Duration.days(30)).preferredWindow("03:00-04:00").build())
                .maintenance(DatabaseMaintenanceOptions.builder().window("Sun:04:00-Sun:05:00").build())
                .build();
        final ISecret user = database.addUser("WebUser", DatabaseUserOptions.builder()
                .username("web")
                .rotation(DatabaseRotation.FUNCTION)
                .privileges(List.of("CREATE ON DATABASE app"))
                .build());
        database.allowConnectionsFrom(web, DatabaseConnectionOptions.builder().secret(user).readsSecret(true).build());

        final Map<String, SecureParameter> parameters = new LinkedHashMap<>();
        parameters.put("username", SecureParameter.ofSecret(user, "username"));
        parameters.put("password", SecureParameter.ofSecret(user, "password"));
        SecureParameters.Builder.create(this, "DatabaseParameters")
                .path("/production/database")
                .parameters(parameters)
                .build()
                .grantRead(web);
        return database;
    }

    /** The certificate of a stack parameter. */
    private ICertificate certificate() {
        final CfnParameter parameter = CfnParameter.Builder.create(this, "CertificateArn")
                .description("ARN of the ACM certificate that the load balancer presents, in the Region of this stack")
                .allowedPattern("^arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+$")
                .build();
        return Certificate.fromCertificateArn(this, "Certificate", parameter.getValueAsString());
    }

    private String named(final String type) {
        return workload.physicalName(type);
    }

    private String named(final String type, final NameLimit limit) {
        return workload.physicalName(type, PhysicalNameOptions.builder().limit(limit).build());
    }

    private static BucketLifecycle expireAfter(final int days) {
        return BucketLifecycle.builder().expireAfter(Duration.days(days)).build();
    }

    private static ConfigRuleOptions rule(final String identifier) {
        return ConfigRuleOptions.builder().identifier(identifier).build();
    }

    private void output(final String name, final String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }
}
