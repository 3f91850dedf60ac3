using System;
using Amazon.CDK;
using CdkRegulated;

namespace Payment
{
    /// <summary>Synthesizes the platform with the settings of the context, <c>-c key=value</c>.</summary>
    internal static class Program
    {
        private static void Main()
        {
            var app = new App();
            var suffix = app.Node.TryGetContext("suffix") as string ?? "dev";
            var lifecycle = app.Node.TryGetContext("lifecycle") as string ?? "ephemeral";
            new PaymentPlatform(app, $"payment-{suffix}", suffix, Enum.Parse<Lifecycle>(lifecycle, ignoreCase: true));
            app.Synth();
        }
    }
}
