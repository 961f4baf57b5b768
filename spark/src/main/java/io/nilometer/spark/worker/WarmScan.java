package io.nilometer.spark.worker;

import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.RangeReader;
import io.nilometer.core.scan.ScanSettings;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.spark.batch.Input;
import io.nilometer.spark.batch.Recipe;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader and the scanner of one partition. Opening a connection and warming up tables for every batch would cost more
 * than the batch: between batches they are kept in this process, and closed when nobody has come for them in a while.
 */
final class WarmScan implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmScan.class);
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int MOST_SPARE = 16;
    private static final Map<Key, WarmScan> KEPT = new ConcurrentHashMap<>();
    private static final Map<Key, Deque<SourceScanner>> SPARE = new ConcurrentHashMap<>();

    private final Key key;
    final SourceScanner scanner;
    private final Recipe recipe;
    private final Programs.Held held;
    private final int source;
    private @Nullable RangeReader reader;
    private long since;

    private record Key(String run, int source, String partition) {}

    private WarmScan(Key key, Recipe recipe, Programs.Held held, int source) {
        this.key = key;
        this.recipe = recipe;
        this.held = held;
        this.source = source;
        Deque<SourceScanner> spare = SPARE.get(new Key(key.run(), source, ""));
        SourceScanner free = spare == null ? null : spare.poll();
        scanner = free == null ? scanner(recipe, held, source) : free;
    }

    private static SourceScanner scanner(Recipe recipe, Programs.Held held, int source) {
        ScanSettings settings = new ScanSettings(
                recipe.shards(),
                recipe.bounded(),
                held.program().pipeline().limits().recordBytes(),
                SlowRecords.of(recipe.slow()),
                held.state());
        return new SourceScanner(held.program(), held.program().sources().get(source), settings);
    }

    /** Takes what is kept for a partition, or makes it anew. Whoever has it keeps it back with {@link #keep} or closes it. */
    static WarmScan take(Recipe recipe, int source, String partition) {
        Key key = new Key(recipe.run(), source, partition);
        WarmScan kept = KEPT.remove(key);
        return kept == null ? new WarmScan(key, recipe, Programs.of(recipe), source) : kept;
    }

    /** Made when it is first asked for. */
    RangeReader reader() {
        RangeReader made = reader;
        if (made == null) {
            Input input = Input.of(held.program(), source, recipe.files(), held.components());
            if (!(input.distribution() instanceof Distribution.InRanges ranged)) {
                throw new NilometerException(
                        "not-in-ranges", "the source of " + input.source().stream() + " cannot be read in ranges", "");
            }
            made = ranged.ranges()
                    .reader(
                            input.options(),
                            input.context(
                                    held.program(),
                                    recipe.bounded(),
                                    Path.of(recipe.directory()),
                                    RemoteClients.of(recipe),
                                    LOG::warn));
            reader = made;
        }
        return made;
    }

    /** The partition has ended: what is warm is of use to others, of which there may be thousands. */
    void end() {
        close();
        Deque<SourceScanner> spare =
                SPARE.computeIfAbsent(new Key(key.run(), source, ""), first -> new ConcurrentLinkedDeque<>());
        if (spare.size() < MOST_SPARE) {
            spare.push(scanner);
        }
    }

    /** For the next batch. What was not used for long is let go, and what has waited longest if there are too many. */
    void keep() {
        long now = System.nanoTime();
        since = now;
        WarmScan other = KEPT.put(key, this);
        if (other != null) {
            other.close();
        }
        int most = held.program().pipeline().limits().openFiles();
        if (KEPT.size() > most) {
            KEPT.values().stream()
                    .sorted(Comparator.comparingLong(kept -> kept.since - now))
                    .limit(KEPT.size() - most)
                    .toList()
                    .forEach(kept -> {
                        if (KEPT.remove(kept.key, kept)) {
                            kept.end();
                        }
                    });
        }
        KEPT.forEach((name, kept) -> {
            if (now - kept.since > KEPT_NANOS && KEPT.remove(name, kept)) {
                kept.close();
            }
        });
    }

    /** Lets go of all that a run has kept in this process. */
    static void closeAll(String run) {
        SPARE.keySet().removeIf(key -> key.run().equals(run));
        KEPT.forEach((name, kept) -> {
            if (name.run().equals(run) && KEPT.remove(name, kept)) {
                kept.close();
            }
        });
    }

    @Override
    public void close() {
        RangeReader made = reader;
        reader = null;
        if (made != null) {
            made.close();
        }
    }
}
