package io.nilometer.spark.source;

import io.nilometer.spark.batch.BatchOffset;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.Work;
import java.util.List;

/** Who decides what batches hold. Called by the query's thread only. */
public interface Batches {

    /**
     * The next batch after this one; the same one when there is nothing to do yet, after a short wait.
     *
     * @throws io.nilometer.api.NilometerException when the run must end
     */
    BatchOffset after(BatchOffset last);

    /** The work of a batch, also of one that is run again; at least one. */
    List<Work> work(BatchOffset batch);

    /** What executors must know. */
    Recipe recipe();
}
