namespace Payment
{
    /// <summary>
    /// Tag for the relation of a system component to the cardholder data environment: key and two of its values. The categories are from the PCI Security
    /// Standards Council's Guidance for PCI DSS Scoping and Network Segmentation. PCI DSS 12.5.1 and 12.5.2 require inventory and scope.
    /// </summary>
    internal static class PciScope
    {
        internal const string Tag = "PciScope";
        internal const string Inside = "cde";
        internal const string SecurityImpacting = "security-impacting";
    }
}
