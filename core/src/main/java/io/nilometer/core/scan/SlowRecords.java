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
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Records that ended a run because they took too long, as a file beside the state keeps them: they are rejected unseen. A
 * line each: position, partition and stream; the last line is a checksum.
 */
public final class SlowRecords {

    /** Of the file. */
    public static final String FILE = "too-slow";

    /** The reason they are rejected for. */
    public static final String REASON = "too_slow";

    /** Far above what any record takes whose functions are held to their bounds; a look is a second. */
    public static final int LOOKS = 30;

    public static final SlowRecords NONE = new SlowRecords(Set.of());

    private final Set<Place> places;
    private final Map<String, Set<Long>> positions = new HashMap<>();

    /**
     * Where a record is.
     *
     * @param position as {@link io.nilometer.api.RecordBatch#position} gives it
     */
    public record Place(String stream, String partition, long position) implements Serializable {

        @Override
        public String toString() {
            return "record at " + position + " of " + partition + " (stream " + stream + ")";
        }
    }

    private SlowRecords(Set<Place> places) {
        this.places = places;
        places.forEach(place -> positions
                .computeIfAbsent(key(place.stream, place.partition), first -> new TreeSet<>())
                .add(place.position));
    }

    public static SlowRecords of(Collection<Place> places) {
        return new SlowRecords(Set.copyOf(places));
    }

    /** Positions to reject in a partition; empty for nearly all. */
    Set<Long> in(String stream, String partition) {
        return positions.isEmpty() ? Set.of() : positions.getOrDefault(key(stream, partition), Set.of());
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
                    .map(line -> line.split("\t", 3))
                    .map(parts -> new Place(parts[2], decoded(parts[1]), Long.parseLong(parts[0])))
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
                        .thenComparing(Place::position))
                .map(one -> one.position + "\t" + encoded(one.partition) + "\t" + one.stream)
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
                        ? "start it again: it is noted beside the state and will be rejected (" + REASON + ")"
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
