package io.nilometer.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nilometer.api.Column;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.SinkFactory.Guarantee;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every sink promises. A subclass brings the system and reads back what arrived. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
public abstract class SinkContract {

    protected static final Relation NUMBERS = new Relation(
            "numbers",
            Relation.Kind.METRIC,
            List.of(new Column("n", "bigint", Column.Role.KEY), new Column("word", "string", Column.Role.VALUE)));
    protected static final Relation OTHERS =
            new Relation("others", Relation.Kind.STREAM, List.of(new Column("n", "bigint", Column.Role.VALUE)));

    @TempDir
    protected Path folder;

    protected final List<String> notices = new CopyOnWriteArrayList<>();

    protected abstract SinkFactory factory();

    /** Options for both relations. */
    protected abstract Object[] options() throws Exception;

    /** The n of all rows that arrived in {@link #NUMBERS}, in order. */
    protected abstract List<Long> arrived() throws Exception;

    protected Sink sink() throws Exception {
        Options options = SourceReader.options(factory(), options());
        assertThat(factory().check(options, io.nilometer.api.Place.NOWHERE)).isEmpty();
        return factory().create(options, new SinkContext("p", "out", folder, List.of(NUMBERS, OTHERS), notices::add));
    }

    protected static Sink.Batch batch(long number, long from, long to) {
        List<Row> rows = new ArrayList<>();
        for (long n = from; n < to; n++) {
            rows.add(Row.of(List.of(n, "word " + n)));
        }
        return new Sink.Batch(
                "incarnation",
                number,
                List.of(new Sink.Rows(NUMBERS, rows), new Sink.Rows(OTHERS, List.of(Row.of(List.of(number))))));
    }

    protected static List<Long> numbers(long to) {
        List<Long> all = new ArrayList<>();
        for (long n = 0; n < to; n++) {
            all.add(n);
        }
        return all;
    }

    @Test
    void writes_every_row_in_order() throws Exception {
        try (Sink sink = sink()) {
            for (int i = 0; i < 10; i++) {
                sink.write(batch(i, i * 100L, i * 100L + 100));
            }
        }
        assertThat(arrived()).isEqualTo(numbers(1_000));
    }

    @Test
    void keeps_its_guarantee_when_the_last_batches_come_again_after_a_crash() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int next = 0;
        Sink sink = sink();
        while (next < 12) {
            sink.write(batch(next, next * 10L, next * 10L + 10));
            next++;
            if (random.nextInt(3) == 0) {
                sink.close();
                sink = sink();
                next = Math.max(0, next - random.nextInt(3));
            }
        }
        sink.close();
        boolean once = factory().guarantee() != Guarantee.AT_LEAST_ONCE;
        assertThat(once ? arrived() : arrived().stream().distinct().toList())
                .as("seed %d", seed)
                .isEqualTo(numbers(120));
    }

    @Test
    void a_batch_without_rows_is_written_too() throws Exception {
        try (Sink sink = sink()) {
            sink.write(new Sink.Batch("incarnation", 0, List.of()));
            sink.write(batch(1, 0, 5));
        }
        assertThat(arrived()).isEqualTo(numbers(5));
    }

    @Test
    void can_be_closed_without_having_written() throws Exception {
        Sink sink = sink();
        assertThatCode(sink::close).doesNotThrowAnyException();
    }
}
