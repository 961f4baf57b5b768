package io.nilometer.spark.checkpoint;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.scan.SlowRecords;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Records that took too long, a file each, in the folder {@code too-slow} of a checkpoint. The process that scans one writes
 * its file itself: the thread that could tell the driver is the one that is stuck. They stay until all state is forgotten.
 */
public final class SlowNotes {

    private final CheckpointDirectory directory;

    SlowNotes(CheckpointDirectory directory) {
        this.directory = directory;
    }

    /** In a process that works on a task: those of the checkpoint in this place. */
    public static SlowNotes at(String path, Configuration configuration) {
        return new SlowNotes(new CheckpointDirectory(new Path(path), configuration));
    }

    /** Notes one more, durably; one that is there already stands. */
    public void add(SlowRecords.Place place) {
        ByteWriter out = new ByteWriter(64);
        out.writeText(place.stream());
        out.writeText(place.partition());
        out.writeLong(place.position());
        out.writeLong(place.fingerprint());
        directory.makeDirectory(SlowRecords.FILE);
        // Which file it is does not matter as long as others have other ones.
        directory.write(SlowRecords.FILE + "/" + name(place), out.toByteArray(), true);
    }

    /**
     * Those that are noted.
     *
     * @throws io.nilometer.api.NilometerException {@code state-corrupt}
     */
    public List<SlowRecords.Place> all() {
        List<SlowRecords.Place> places = new ArrayList<>();
        for (String name : names()) {
            byte[] content = directory.read(SlowRecords.FILE + "/" + name);
            if (content != null) {
                ByteReader in = new ByteReader(content);
                String stream = in.readText();
                String partition = in.readText();
                long position = in.readLong();
                if (in.hasMore()) {
                    // Before there were fingerprints there was no more; such a record is noted once more if it has to
                    // be.
                    places.add(new SlowRecords.Place(stream, partition, position, in.readLong()));
                }
            }
        }
        return places;
    }

    private List<String> names() {
        return directory.list(SlowRecords.FILE).stream()
                .filter(name -> !name.startsWith("."))
                .toList();
    }

    private static String name(SlowRecords.Place place) {
        return place.position() + "-" + Integer.toHexString(place.hashCode());
    }
}
