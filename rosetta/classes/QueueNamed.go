type queueNamed struct{}

func (queueNamed) Id() *string        { return jsii.String("House.QueueNamed") }
func (queueNamed) Statement() *string { return jsii.String("the queue has a name of the house") }
func (queueNamed) Rationale() *string {
	return jsii.String("The name shows the team on call which application uses the queue")
}
func (queueNamed) Remedy() *string {
	return jsii.String("set `queueName` to a name that begins with acme-")
}
func (queueNamed) Severity() cdkregulated.SafeguardSeverity {
	return cdkregulated.SafeguardSeverity_LOW
}
func (queueNamed) ResourceTypes() *[]*string { return jsii.Strings("AWS::SQS::Queue") }
func (queueNamed) Judge(queue cdkregulated.JudgedResource) cdkregulated.SafeguardOutcome {
	return queue.MustMatch(jsii.String("QueueName"), jsii.String("acme-.+"))
}

cdkregulated.ComplianceChecks_On(this, &cdkregulated.ComplianceChecksProps{
	Frameworks: &[]cdkregulated.Framework{cdkregulated.Framework_PCI_DSS_4_0_1()},
	Safeguards: &[]cdkregulated.ISafeguard{&queueNamed{}},
})
