package app;

import io.github.cdkregulated.ObjectGrantOptions;
import io.github.cdkregulated.SecureBucket;
import io.github.cdkregulated.SecureBucketProps;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.IGrantable;
import software.constructs.Construct;

/** A bucket of documents with its own defaults. Readers see only what is published. */
final class DocumentBucket extends SecureBucket {
    DocumentBucket(final Construct scope, final String id) {
        super(scope, id, SecureBucketProps.builder().bucketName("documents-of-the-ledger").build());
    }

    @Override
    public Grant grantRead(final IGrantable grantee) {
        return super.grantRead(grantee, ObjectGrantOptions.builder().prefix("published/").build());
    }
}
