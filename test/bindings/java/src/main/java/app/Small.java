package app;

import io.github.cdkregulated.Framework;
import io.github.cdkregulated.Lifecycle;
import io.github.cdkregulated.SecureBucket;
import io.github.cdkregulated.SecureVpc;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadProps;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

public final class Small {
    public static void main(final String[] args) {
        final App app = new App();
        final Stack stack = new Stack(app, "Small", StackProps.builder()
                .env(Environment.builder().account("123456789012").region("eu-west-2").build())
                .build());
        Workload.on(stack, WorkloadProps.builder()
                .name("small")
                .suffix("dev")
                .lifecycle(Lifecycle.EPHEMERAL)
                .frameworks(List.of(Framework.PCI_DSS_4_0_1))
                .regions(List.of("eu-west-2"))
                .tags(Map.of("Team", "payments"))
                .build());
        SecureVpc.Builder.create(stack, "Network")
                .cidr("10.20.0.0/16")
                .availabilityZones(List.of("eu-west-2a", "eu-west-2b"))
                .build();
        new SecureBucket(stack, "Documents");
        app.synth();
    }

    private Small() {
    }
}
