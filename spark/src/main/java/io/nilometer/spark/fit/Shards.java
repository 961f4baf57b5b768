package io.nilometer.spark.fit;

import io.nilometer.core.pipeline.Pipeline;

/** Into how many parts the state is divided. */
public final class Shards {

    /** Few: each costs a task and a file in every batch, and cells are few beside records. */
    public static final int USUAL = 4;

    private static final String KEY = "shards";

    private Shards() {}

    /** As the file says, or the usual number. */
    public static int of(Pipeline pipeline) {
        return Integer.parseInt(pipeline.spark().getOrDefault(KEY, String.valueOf(USUAL)));
    }

    /** Whether a key of {@link Pipeline#spark} is ours rather than Spark's. */
    public static boolean isKey(String key) {
        return key.equals(KEY);
    }
}
