package app;

import io.github.cdkregulated.Framework;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadProps;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.Bucket;

/** A bucket with findings. */
public final class Violation {
    public static void main(final String[] args) {
        final App app = new App();
        final Stack stack = new Stack(app, "Small");
        Workload.on(stack, WorkloadProps.builder()
                .name("small")
                .suffix("dev")
                .frameworks(List.of(Framework.PCI_DSS_4_0_1))
                .build());
        new Bucket(stack, "Open");
        app.synth();
    }

    private Violation() {
    }
}
