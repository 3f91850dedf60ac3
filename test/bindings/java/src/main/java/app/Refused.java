package app;

import io.github.cdkregulated.SecureVpc;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** A construct with a prop outside of its limits. */
public final class Refused {
    public static void main(final String[] args) {
        final Stack stack = new Stack(new App(), "Small");
        SecureVpc.Builder.create(stack, "Wrong").maxAzs(0).build();
    }

    private Refused() {
    }
}
