package io.nilometer.embedded;

import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.scan.ScanResult;
import io.nilometer.core.scan.ScanSettings;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.core.time.PartitionClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Scans the partitions of a batch on all threads; a partition is scanned by one thread, in order. */
final class ScanWorkers {

    private final Program program;
    private final ScanSettings settings;
    private final Threads threads;
    private final @Nullable SourceScanner[][] scanners;

    /** Records of one partition and the clock that they move. */
    record Task(BatchInput.PartitionRecords records, PartitionClock clock) {}

    ScanWorkers(Program program, ScanSettings settings, Threads threads) {
        this.program = program;
        this.settings = settings;
        this.threads = threads;
        this.scanners = new SourceScanner[threads.count()][program.sources().size()];
    }

    List<ScanResult> scan(List<Task> tasks, long wallMicros) {
        List<Task> largestFirst = new ArrayList<>(tasks);
        largestFirst.sort(
                Comparator.comparingLong((Task task) -> task.records().size()).reversed());
        AtomicInteger next = new AtomicInteger();
        List<ScanResult> results = new ArrayList<>();
        int workers = Math.min(threads.count(), tasks.size());
        for (List<ScanResult> part : threads.run(workers, worker -> work(worker, largestFirst, next, wallMicros))) {
            results.addAll(part);
        }
        return results;
    }

    /** What every scanner is at; null for one that has nothing to do. From any thread. */
    List<SlowRecords.@Nullable Place> now() {
        List<SlowRecords.@Nullable Place> places = new ArrayList<>();
        for (SourceScanner[] ofWorker : scanners) {
            for (SourceScanner scanner : ofWorker) {
                places.add(scanner == null ? null : scanner.now());
            }
        }
        return places;
    }

    private List<ScanResult> work(int worker, List<Task> tasks, AtomicInteger next, long wallMicros) {
        boolean[] used = new boolean[program.sources().size()];
        for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
            Task task = tasks.get(i);
            int source = task.records().source();
            used[source] = true;
            SourceScanner scanner = scanner(worker, source);
            task.records().batches().forEach(batch -> scanner.scan(batch, task.clock(), wallMicros));
        }
        List<ScanResult> results = new ArrayList<>();
        for (int source = 0; source < used.length; source++) {
            if (used[source]) {
                results.add(scanner(worker, source).finish());
            }
        }
        return results;
    }

    private SourceScanner scanner(int worker, int source) {
        SourceScanner scanner = scanners[worker][source];
        if (scanner == null) {
            SourceProgram sourceProgram = program.sources().get(source);
            scanner = new SourceScanner(program, sourceProgram, settings);
            scanners[worker][source] = scanner;
        }
        return scanner;
    }
}
