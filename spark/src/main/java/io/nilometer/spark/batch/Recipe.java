package io.nilometer.spark.batch;

import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.state.StateLayout;
import io.nilometer.spark.remote.HadoopSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that an executor has to know of a run: the pipeline as portable text, compiled there once, and how it is run.
 *
 * @param run id of this run, new with every start
 * @param pipeline {@link Pipeline#portable}; may hold secrets of sources
 * @param directory where relative paths start
 * @param files by stream, files that are read in place of its source
 * @param updatesWanted metrics whose provisional results somebody wants
 * @param shards into how many parts the keys are divided
 * @param bounded whether the input has an end
 * @param notes folder in which a record is noted that ends the run because it takes too long
 * @param hadoop how Hadoop's clients are set up, for files that are read through them; may hold secrets
 * @param slow those that have done so before: they are rejected unseen
 * @param state as {@link StateLayout#write} gives it: with what the run goes on
 * @param renamed new names of streams, by the names that the state may still have
 */
public record Recipe(
        String run,
        String pipeline,
        String directory,
        TreeMap<String, ArrayList<String>> files,
        ArrayList<String> updatesWanted,
        int shards,
        boolean bounded,
        String notes,
        HadoopSettings hadoop,
        ArrayList<SlowRecords.Place> slow,
        byte[] state,
        TreeMap<String, String> renamed)
        implements Serializable {

    public static Recipe of(
            String run,
            Pipeline pipeline,
            Map<String, List<String>> files,
            Set<String> updatesWanted,
            int shards,
            boolean bounded,
            String notes,
            HadoopSettings hadoop,
            List<SlowRecords.Place> slow,
            StateLayout state,
            Map<String, String> renamed) {
        TreeMap<String, ArrayList<String>> copied = new TreeMap<>();
        files.forEach((stream, paths) -> copied.put(stream, new ArrayList<>(paths)));
        ByteWriter layout = new ByteWriter(256);
        state.write(layout);
        return new Recipe(
                run,
                pipeline.portable(),
                pipeline.directory().toString(),
                copied,
                new ArrayList<>(updatesWanted),
                shards,
                bounded,
                notes,
                hadoop,
                new ArrayList<>(slow),
                layout.toByteArray(),
                new TreeMap<>(renamed));
    }

    /** The name that a stream has now. */
    public String nameOf(String stream) {
        return renamed.getOrDefault(stream, stream);
    }

    /** Without the pipeline, which may hold secrets. */
    @Override
    public String toString() {
        return "Recipe[" + run + "]";
    }
}
