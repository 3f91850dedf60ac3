package app;

import io.github.cdkregulated.ISafeguard;
import io.github.cdkregulated.JudgedResource;
import io.github.cdkregulated.SafeguardOutcome;
import io.github.cdkregulated.SafeguardSeverity;
import java.util.List;

/** A rule of the platform team, which no published catalogue has. */
final class BucketNamed implements ISafeguard {
    @Override
    public String getId() {
        return "House.BucketNamed";
    }

    @Override
    public String getStatement() {
        return "the bucket has a name of the house";
    }

    @Override
    public String getRationale() {
        return "the inventory of the house lists buckets by name";
    }

    @Override
    public String getRemedy() {
        return "set `bucketName`";
    }

    @Override
    public SafeguardSeverity getSeverity() {
        return SafeguardSeverity.HIGH;
    }

    @Override
    public List<String> getResourceTypes() {
        return List.of("AWS::S3::Bucket");
    }

    @Override
    public SafeguardOutcome judge(final JudgedResource resource) {
        return resource.mustBeSet("BucketName");
    }
}
