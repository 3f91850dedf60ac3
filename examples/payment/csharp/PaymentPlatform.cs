using System.Collections.Generic;
using Amazon.CDK;
using CdkRegulated;
using Constructs;

namespace Payment
{
    /// <summary>
    /// Card payments under PCI DSS: a web application on Fargate with Aurora PostgreSQL, and backup copies in us-west-2.
    /// </summary>
    internal sealed class PaymentPlatform : Stage
    {
        internal const string RecoveryRegion = "us-west-2";
        private const string PrimaryRegion = "us-east-1";

        internal PaymentPlatform(Construct scope, string id, string suffix, Lifecycle lifecycle)
            : base(scope, id)
        {
            Workload.On(this, new WorkloadProps
            {
                Name = "payment",
                Suffix = suffix,
                Lifecycle = lifecycle,
                Frameworks = new[] { Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP },
                Regions = new[] { PrimaryRegion, RecoveryRegion },
                Tags = new Dictionary<string, string>
                {
                    ["Environment"] = suffix,
                    ["CostCenter"] = "payment-processing",
                    ["DataClassification"] = "cardholder-data",
                    [PciScope.Tag] = PciScope.Inside,
                },
            });
            new PaymentStack(this, "Payment", new StackProps
            {
                StackName = $"payment-{suffix}",
                Env = new Amazon.CDK.Environment { Region = PrimaryRegion },
            });
        }
    }
}
