package baseline;

import io.github.cdkregulated.Lifecycle;
import java.util.Locale;
import software.amazon.awscdk.App;

/** Synthesizes the platform with the settings of the context, {@code -c key=value}. */
public final class BaselineApp {
    private BaselineApp() {
    }

    /**
     * Runs the app.
     *
     * @param args not used
     */
    public static void main(final String[] args) {
        final App app = new App();
        final String suffix = contextOf(app, "suffix", "dev");
        final String lifecycle = contextOf(app, "lifecycle", "ephemeral");
        new BaselinePlatform(app, "ec2-baseline-" + suffix, suffix, Lifecycle.valueOf(lifecycle.toUpperCase(Locale.ROOT)));
        app.synth();
    }

    private static String contextOf(final App app, final String key, final String fallback) {
        final Object value = app.getNode().tryGetContext(key);
        return value == null ? fallback : value.toString();
    }
}
