package io.nilometer.core.scan;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.Checksum;
import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Records that ended a run because they took too long, as a file beside the state keeps them: they are rejected unseen, or
 * not given to the stream of rejected records if that is where they stuck. A line each: position, partition, stream and
 * fingerprint; the last line is a checksum.
 */
public final class SlowRecords {

    /** Of the file. */
    public static final String FILE = "too-slow";

    /** The reason they are rejected for. */
    public static final String REASON = "too_slow";

    /** Far above what any record takes whose functions are held to their bounds; a look is a second. */
    public static final int LOOKS = 30;

    /** At a cut-off: whatever has been at it for so long would be the first thing that the next start comes to. */
    public static final int LOOKS_AT_CUT_OFF = 4;

    public static final SlowRecords NONE = new SlowRecords(Set.of());

    private final Set<Place> places;
    private final Map<String, Map<Long, Set<Long>>> positions = new HashMap<>();

    /**
     * Where a record is.
     *
     * @param stream that reads it, or its {@code X.rejected} when it is rejected already
     * @param fingerprint of the record and the pipeline: another record that comes to stand there, or a pipeline that was
     *     mended since, has nothing to do with it
     * @param position as {@link io.nilometer.api.RecordBatch#position} gives it
     */
    public record Place(String stream, String partition, long position, long fingerprint) implements Serializable {

        @Override
        public String toString() {
            return "record at " + position + " of " + partition + " (stream " + stream + ")";
        }
    }

    private SlowRecords(Set<Place> places) {
        this.places = places;
        places.forEach(place -> positions
                .computeIfAbsent(key(place.stream, place.partition), first -> new HashMap<>())
                .computeIfAbsent(place.position, first -> new HashSet<>())
                .add(place.fingerprint));
    }

    public static SlowRecords of(Collection<Place> places) {
        return new SlowRecords(Set.copyOf(places));
    }

    /** Those of a partition, fingerprints by position; empty for nearly all. */
    Map<Long, Set<Long>> in(String stream, String partition) {
        return positions.isEmpty() ? Map.of() : positions.getOrDefault(key(stream, partition), Map.of());
    }

    /**
     * Reads the file; none when there is no file.
     *
     * @throws NilometerException when it is damaged
     */
    public static SlowRecords read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            byte[] content = OwnFile.read(file).orElse(null);
            if (content == null) {
                return NONE;
            }
            List<String> lines =
                    new String(content, StandardCharsets.UTF_8).lines().toList();
            List<String> records = lines.subList(0, Math.max(0, lines.size() - 1));
            if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(checksum(records))) {
                throw new NilometerException(
                        "state-damaged",
                        file + " is damaged: its checksum differs",
                        "remove it: a record that it names will end the run once more, and be noted again");
            }
            return new SlowRecords(records.stream()
                    .map(line -> line.split("\t", 4))
                    // Before there were fingerprints; such a record is noted once more if it has to be.
                    .filter(parts -> parts.length == 4)
                    .map(parts ->
                            new Place(parts[2], decoded(parts[1]), Long.parseLong(parts[0]), Long.parseLong(parts[3])))
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Notes one more, durably. */
    public static void add(Path folder, Place place) {
        Set<Place> all = new HashSet<>(read(folder).places);
        all.add(place);
        List<String> records = all.stream()
                .sorted(Comparator.comparing(Place::stream)
                        .thenComparing(Place::partition)
                        .thenComparing(Place::position)
                        .thenComparing(Place::fingerprint))
                .map(one -> one.position + "\t" + encoded(one.partition) + "\t" + one.stream + "\t" + one.fingerprint)
                .toList();
        String text = String.join("\n", records) + "\n" + checksum(records) + "\n";
        try {
            OwnFile.replace(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unusable(folder.resolve(FILE), e);
        }
    }

    /** Removes the file. */
    public static void forget(Path folder) {
        try {
            OwnFile.remove(folder.resolve(FILE));
        } catch (IOException e) {
            throw unusable(folder.resolve(FILE), e);
        }
    }

    /**
     * Why a run ends.
     *
     * @param kept whether the record is noted, so that the next start rejects it
     */
    public static NilometerException problem(Place place, int seconds, boolean kept) {
        return new NilometerException(
                "too-slow",
                "the " + place + " has taken more than " + seconds
                        + " s and may never end; all before this batch is kept",
                kept
                        ? "start it again: it is noted beside the state, and the next start gets past it (" + REASON
                                + ")"
                        : "the next start would come to it again: take it out of the input, or keep state with --state");
    }

    private static NilometerException unusable(Path file, IOException why) {
        return new NilometerException(
                "state-unusable", "cannot use " + file + ": " + why, "see that it may be read and written", why);
    }

    /** A file may be called anything, also with what separates parts and lines here. */
    private static String encoded(String partition) {
        return URLEncoder.encode(partition, StandardCharsets.UTF_8);
    }

    private static String decoded(String partition) {
        return URLDecoder.decode(partition, StandardCharsets.UTF_8);
    }

    private static String checksum(List<String> records) {
        return Checksum.of(String.join("\n", records).getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String stream, String partition) {
        return stream + "\t" + partition;
    }
}
