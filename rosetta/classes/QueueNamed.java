public class QueueNamed implements ISafeguard {
    @Override public String getId() { return "House.QueueNamed"; }
    @Override public String getStatement() { return "the queue has a name of the house"; }
    @Override public String getRationale() { return "The name shows the team on call which application uses the queue"; }
    @Override public String getRemedy() { return "set `queueName` to a name that begins with acme-"; }
    @Override public SafeguardSeverity getSeverity() { return SafeguardSeverity.LOW; }
    @Override public List<String> getResourceTypes() { return List.of("AWS::SQS::Queue"); }
    @Override public SafeguardOutcome judge(JudgedResource queue) {
        return queue.mustMatch("QueueName", "acme-.+");
    }
}

ComplianceChecks.on(this, ComplianceChecksProps.builder()
        .frameworks(List.of(Framework.PCI_DSS_4_0_1))
        .safeguards(List.of(new QueueNamed()))
        .build());
