package io.nilometer.spark.worker;

import io.nilometer.api.NilometerException;
import io.nilometer.core.scan.RecordLooks;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.checkpoint.SlowNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scan that is watched while it is open: when it is at the same record for too many looks, that record is noted in the
 * checkpoint, where the driver finds it. One thread of the process looks at all of them, and ends when there are none.
 */
final class SlowScan implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowScan.class);
    private static final long MILLIS_BETWEEN = 1_000;
    private static final Set<SlowScan> OPEN = ConcurrentHashMap.newKeySet();
    private static boolean watching;

    private final Recipe recipe;
    private final SourceScanner scanner;
    private final RecordLooks looks = new RecordLooks();

    private SlowScan(Recipe recipe, SourceScanner scanner) {
        this.recipe = recipe;
        this.scanner = scanner;
    }

    static SlowScan watch(Recipe recipe, SourceScanner scanner) {
        SlowScan scan = new SlowScan(recipe, scanner);
        OPEN.add(scan);
        startWatching();
        return scan;
    }

    private static synchronized void startWatching() {
        if (!watching) {
            watching = true;
            Thread thread = new Thread(SlowScan::watchAll, "nilometer-slow-records");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void watchAll() {
        while (goesOn()) {
            try {
                Thread.sleep(MILLIS_BETWEEN);
            } catch (InterruptedException e) {
                // Nobody of ours does that, and whoever does cannot mean that records may take for ever.
                continue;
            }
            OPEN.forEach(SlowScan::look);
        }
    }

    private static synchronized boolean goesOn() {
        watching = !OPEN.isEmpty();
        return watching;
    }

    /** Notes what a run is stuck with in this process. */
    static List<String> noteStuck(String run) {
        List<String> noted = new ArrayList<>();
        OPEN.stream().filter(scan -> scan.recipe.run().equals(run)).forEach(scan -> {
            SlowRecords.Place place = scan.stuck();
            if (place != null) {
                SlowNotes.at(scan.recipe.notes(), SparkHadoopUtil.get().conf()).add(place);
                noted.add(place.toString());
            }
        });
        return noted;
    }

    private synchronized SlowRecords.@Nullable Place stuck() {
        return looks.stuck(SlowRecords.LOOKS_AT_CUT_OFF);
    }

    private synchronized void look() {
        SlowRecords.Place place = scanner.now();
        int same = looks.at(place);
        // Again and again if need be: the place of the notes may be out of reach for a while.
        if (place != null && same >= SlowRecords.LOOKS && same % SlowRecords.LOOKS == 0) {
            LOG.error("the {} has taken more than {} s", place, same);
            try {
                SlowNotes.at(recipe.notes(), SparkHadoopUtil.get().conf()).add(place);
            } catch (NilometerException e) {
                LOG.error("it cannot be noted", e);
            }
        }
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
