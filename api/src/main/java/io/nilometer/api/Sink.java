package io.nilometer.api;

import java.util.List;

/**
 * Writes rows. One thread calls {@link #write} with batch after batch, in order, then {@link #close}.
 *
 * <p>A write that throws is repeated with the same batch after a pause, for as long as the output's {@code retry} says;
 * after a crash the last batches may come again. How a sink deals with both is its {@link SinkFactory#guarantee}.
 */
public interface Sink extends AutoCloseable {

    /**
     * Writes all rows of a batch; on return they are where the guarantee says.
     *
     * @throws RowsRefused when some rows can never be written and all others are written
     * @throws NilometerException when they can never be written: the output ends and the run stops
     * @throws Exception when they could not be written now; the same batch comes again
     */
    void write(Batch batch) throws Exception;

    @Override
    void close();

    /**
     * @param incarnation random id of the state that the batch belongs to
     * @param number grows by one or more from batch to batch within an incarnation
     * @param outputs the rows by relation; only relations with rows
     */
    record Batch(String incarnation, long number, List<Rows> outputs) {}

    /** Rows of one relation. */
    record Rows(Relation relation, List<Row> rows) {}
}
