package io.nilometer.spark.fit;

import io.nilometer.core.pipeline.Pipeline;
import java.util.OptionalInt;

/** Into how many parts the state is divided. */
final class Shards {

    private static final String KEY = "shards";

    private Shards() {}

    /** As the file says; empty leaves it to the first start, which sees the cluster. */
    static OptionalInt of(Pipeline pipeline) {
        String written = pipeline.spark().get(KEY);
        return written == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(written));
    }

    /** Whether a key of {@link Pipeline#spark} is ours rather than Spark's. */
    static boolean isKey(String key) {
        return key.equals(KEY);
    }
}
