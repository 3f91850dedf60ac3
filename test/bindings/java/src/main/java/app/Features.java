package app;

import io.github.cdkregulated.CompliantPostgres;
import io.github.cdkregulated.Control;
import io.github.cdkregulated.DatabaseConnectionOptions;
import io.github.cdkregulated.DatabaseCredentials;
import io.github.cdkregulated.DatabaseRotation;
import io.github.cdkregulated.DatabaseUserOptions;
import io.github.cdkregulated.Framework;
import io.github.cdkregulated.OnFindings;
import io.github.cdkregulated.SecureBucket;
import io.github.cdkregulated.SecureVpc;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.secretsmanager.ISecret;

/** Interfaces implemented in Java, a construct subclassed there, a safeguard, and errors. The sample in the README tests findings. */
public final class Features {
    public static void main(final String[] args) throws IOException {
        final App app = new App();
        final Stack stack = new Stack(app, "Features", StackProps.builder()
                .env(Environment.builder().account("123456789012").region("eu-west-2").build())
                .build());
        Workload.on(stack, WorkloadProps.builder()
                .name("ledger")
                .suffix("dev")
                .frameworks(List.of(Framework.AWS_FSBP, houseRules()))
                .onFindings(OnFindings.REPORT)
                .build());
        final SecureVpc network = SecureVpc.Builder.create(stack, "Network")
                .cidr("10.20.0.0/16")
                .availabilityZones(List.of("eu-west-2a", "eu-west-2b"))
                .build();
        final CompliantPostgres database = CompliantPostgres.Builder.create(stack, "Database")
                .vpc(network.getVpc())
                .databaseName("ledger")
                .credentials(DatabaseCredentials.generated())
                .build();
        final Client client = new Client(stack, "Client", network.getVpc());
        final ISecret user = database.addUser("User", DatabaseUserOptions.builder()
                .username("reader")
                .rotation(DatabaseRotation.FUNCTION)
                .privileges(List.of("CONNECT ON DATABASE ledger"))
                .build());
        database.allowConnectionsFrom(client, DatabaseConnectionOptions.builder().secret(user).build());
        mustEqual("secret:username", client.variable("DB_USER"));
        mustEqual("secret:password", client.variable("DB_PASSWORD"));

        new DocumentBucket(stack, "Documents").grantRead(client);
        new SecureBucket(stack, "Drafts");

        mustEqual("maxAzs must be an integer from 1 to 8, got 0", errorOf(() -> SecureVpc.Builder.create(stack, "Wrong").maxAzs(0).build()));
        mustEqual("type must be a log type of the database (postgresql, upgrade), got 'audit'", errorOf(() -> database.logGroup("audit")));

        app.synth();
        final String template = read(app, "Features.template.json");
        for (final String part : List.of("\"BucketName\": \"documents-of-the-ledger\"", "/published/*")) {
            if (!template.contains(part)) {
                throw new AssertionError("the template must contain " + part);
            }
        }
        final String report = read(app, "validation-report.json");
        if (finds(report, "Features/Documents/Bucket/Resource") || !finds(report, "Features/Drafts/Bucket/Resource")) {
            throw new AssertionError("the safeguard must find the bucket without a name, and no other, got " + report);
        }
        System.out.println("interfaces implemented in Java, a subclass, a safeguard and errors are as in TypeScript");
    }

    private static Framework houseRules() {
        return Framework.Builder.create()
                .id("house-rules-7")
                .title("House rules 7")
                .source("https://example.com/house-rules")
                .safeguards(List.of(new BucketNamed()))
                .controls(List.of(Control.builder().id("1.1").title("Buckets have names").safeguards(List.of("House.BucketNamed")).build()))
                .build();
    }

    /** Whether a report has a finding of the safeguard for a construct. */
    private static boolean finds(final String report, final String path) {
        return report.contains("\\\"safeguard\\\":\\\"House.BucketNamed\\\",\\\"path\\\":\\\"" + path + "\\\"");
    }

    private static String read(final App app, final String file) throws IOException {
        return Files.readString(Path.of(app.getOutdir(), file));
    }

    private static String errorOf(final Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException error) {
            // jsii puts the stack of the library below the text.
            return error.getMessage().lines().findFirst().orElseThrow();
        }
        throw new AssertionError("the call must fail");
    }

    private static void mustEqual(final String expected, final String actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("must be '" + expected + "', got '" + actual + "'");
        }
    }

    private Features() {
    }
}
