package io.nilometer.core.run;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Windows;
import io.nilometer.core.time.PartitionClock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Pauses partitions that are far ahead of the slowest one in event time: their windows would pile up in memory. Far is more
 * than ten minutes and more than twice the largest window.
 */
public final class ReadingBrake {

    private static final long LEAST_MICROS = 600_000_000L;

    private final long farMicros;

    /** A partition that is read. */
    public record Reading(int source, PartitionId partition, Progress progress) {
        private long clock(Standing standing) {
            return standing.clockMicros(source, partition.name());
        }
    }

    public ReadingBrake(Program program) {
        long largest = program.metrics().stream()
                .map(MetricProgram::windows)
                .filter(Objects::nonNull)
                .mapToLong(Windows::longestMicros)
                .max()
                .orElse(0);
        farMicros = Math.max(LEAST_MICROS, 2 * largest);
    }

    /**
     * Those that are too far ahead of the slowest with a backlog. A partition without any event yet says nothing about time:
     * it goes on, and so does the slowest of the others.
     *
     * @param partitions of all sources
     */
    public Set<Reading> ahead(Standing standing, List<Reading> partitions) {
        long slowest = Long.MAX_VALUE;
        for (Reading partition : partitions) {
            long clock = partition.clock(standing);
            if (partition.progress == Progress.BACKLOG && clock != PartitionClock.UNKNOWN) {
                slowest = Math.min(slowest, clock);
            }
        }
        Set<Reading> ahead = new HashSet<>();
        if (slowest == Long.MAX_VALUE) {
            return ahead;
        }
        for (Reading partition : partitions) {
            long clock = partition.clock(standing);
            if (clock != PartitionClock.UNKNOWN && clock - slowest > farMicros) {
                ahead.add(partition);
            }
        }
        return ahead;
    }
}
