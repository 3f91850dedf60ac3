package com.myorg;

import io.github.cdkregulated.AlbWithWaf;
import io.github.cdkregulated.CompliantAurora;
import io.github.cdkregulated.FargateService;
import io.github.cdkregulated.Framework;
import io.github.cdkregulated.Lifecycle;
import io.github.cdkregulated.LogBucket;
import io.github.cdkregulated.SecureVpc;
import io.github.cdkregulated.Workload;
import io.github.cdkregulated.WorkloadProps;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.ecs.ContainerImage;

public final class LedgerApp {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = Stack.Builder.create(app, "Ledger")
                .env(Environment.builder().region("eu-west-2").build())
                .build();
        Workload.on(stack, WorkloadProps.builder()
                .name("ledger")
                .suffix("dev")
                .lifecycle(Lifecycle.EPHEMERAL)
                .frameworks(List.of(Framework.PCI_DSS_4_0_1))
                .tags(Map.of("CostCenter", "4711"))
                .build());
        SecureVpc network = new SecureVpc(stack, "Network");
        CompliantAurora database = CompliantAurora.Builder.create(stack, "Database")
                .vpc(network.getVpc())
                .databaseName("ledger")
                .build();
        FargateService service = FargateService.Builder.create(stack, "Service")
                .vpc(network.getVpc())
                .image(ContainerImage.fromRegistry("public.ecr.aws/nginx/nginx-unprivileged:stable"))
                .build();
        database.allowConnectionsFrom(service);

        LogBucket logs = new LogBucket(stack, "Logs");
        ICertificate certificate = Certificate.fromCertificateArn(
                stack, "Certificate", "arn:aws:acm:eu-west-2:111122223333:certificate/8f4e");
        AlbWithWaf edge = AlbWithWaf.Builder.create(stack, "Edge")
                .vpc(network.getVpc())
                .certificate(certificate)
                .accessLogs(logs.getBucket())
                .build();
        edge.routeTo(service);

        app.synth();
    }
}
