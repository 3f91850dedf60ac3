package baseline;

import io.github.cdkregulated.Framework;
import io.github.cdkregulated.KeyLayout;
import io.github.cdkregulated.Lifecycle;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadProps;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Secure EC2 baseline: web servers behind a load balancer with PostgreSQL, CloudTrail, AWS Config and weekly patching. */
public final class BaselinePlatform extends Stage {
    private static final String REGION = "us-west-1";

    /**
     * Makes the platform.
     *
     * @param scope     of the stage
     * @param id        of the stage
     * @param suffix    name of the environment
     * @param lifecycle durability and cost
     */
    public BaselinePlatform(final Construct scope, final String id, final String suffix, final Lifecycle lifecycle) {
        super(scope, id);
        Workload.on(this, WorkloadProps.builder()
                .name("ec2-baseline")
                .suffix(suffix)
                .lifecycle(lifecycle)
                .frameworks(List.of(Framework.AWS_FSBP))
                .regions(List.of(REGION))
                .keys(KeyLayout.SINGLE)
                .tags(Map.of("environment", "production", "managed_by", "cdk"))
                .build());
        new BaselineStack(this, "Baseline", StackProps.builder()
                .stackName("ec2-baseline-" + suffix)
                .env(Environment.builder().region(REGION).build())
                .build());
    }
}
