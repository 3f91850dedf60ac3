package app;

import io.github.cdkregulated.IDatabaseClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.Connections;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** A client of a database, for example a container of one's own. */
final class Client implements IDatabaseClient {
    private final Map<String, String> variables = new HashMap<>();
    private final Connections connections;
    private final Role role;

    Client(final Construct scope, final String id, final IVpc vpc) {
        final SecurityGroup group = SecurityGroup.Builder.create(scope, id + "Group").vpc(vpc).build();
        connections = Connections.Builder.create().securityGroups(List.of(group)).build();
        role = Role.Builder.create(scope, id + "Role").assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com")).build();
    }

    String variable(final String name) {
        return variables.get(name);
    }

    @Override
    public Connections getConnections() {
        return connections;
    }

    @Override
    public IPrincipal getGrantPrincipal() {
        return role;
    }

    @Override
    public void addEnvironment(final String name, final String value) {
        variables.put(name, value);
    }

    @Override
    public void addSecretField(final String name, final ISecret secret, final String field) {
        variables.put(name, "secret:" + field);
    }
}
