package io.nilometer.core.deliver;

import java.util.OptionalLong;
import java.util.Set;

/**
 * How far each output has come. Survives a killed process; after a power cut a mark may be older than it was, but a mark
 * is never lost while a later commit of the engine survives. All calls may come from any thread.
 */
public interface Marks {

    /** The last batch that the output has whole; empty for an output never seen. */
    OptionalLong delivered(String output);

    /** The last batch with rows for the output that its sink has written; {@link Outbox#NONE} for none. */
    long written(String output);

    /** Cheap: called once per batch and output. */
    void delivered(String output, long batch, long written);

    /** Forgets all outputs but these. */
    void keepOnly(Set<String> outputs);
}
