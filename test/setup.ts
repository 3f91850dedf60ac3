// CDK's own template validation costs seconds in every process; one job runs the platforms with it on.
process.env.CDK_VALIDATION = 'false';
