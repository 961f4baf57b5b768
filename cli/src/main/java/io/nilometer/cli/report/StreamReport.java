package io.nilometer.cli.report;

import io.nilometer.api.Durations;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.cli.screen.Counts;
import io.nilometer.core.component.Components;
import io.nilometer.core.ledger.LateBy;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.program.SourceProgram;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What is to be told about one source stream. */
final class StreamReport {

    /** So much of the late ones a lateness should take to be worth writing. */
    private static final double MOST_LATE = 0.99;

    private final SourceProgram source;
    private final Stream stream;
    private final Counts counts;
    private final Components components;
    private final List<Notice> notices = new ArrayList<>();

    StreamReport(SourceProgram source, Stream stream, Counts counts, Components components) {
        this.source = source;
        this.stream = stream;
        this.counts = counts;
        this.components = components;
    }

    List<Notice> notices() {
        if (counts.read() > 0) {
            rejected();
            late();
            clock();
            filtered();
            badFields();
            missingFields();
        }
        return notices;
    }

    private void tell(String about, String text) {
        notices.add(new Notice(source.stream() + " " + about, source.stream() + ": " + text));
    }

    /** Most records are rejected: for one reason mostly, which then has a remedy. */
    private void rejected() {
        long rejected = counts.number("rejected");
        if (rejected * 2 <= counts.read()) {
            return;
        }
        for (Map.Entry<?, ?> reason : counts.map("reasons").entrySet()) {
            String name = String.valueOf(reason.getKey());
            long count = counts.number("reasons", name);
            if (count * 2 > counts.read()) {
                String remedy = new Remedies(components).of(source.input(), counts, name);
                tell(
                        "rejected",
                        Counts.share(count, counts.read()) + " records are rejected as " + name
                                + (remedy.isEmpty() ? "" : ": " + remedy));
                return;
            }
        }
        tell("rejected", Counts.share(rejected, counts.read()) + " records are rejected, for several reasons");
    }

    private void late() {
        long late = counts.number("late");
        if (late * 2 > counts.read()) {
            tell("late", Counts.share(late, counts.read()) + " records are late: " + whyLate());
            return;
        }
        for (Object metric : counts.map("late_for").keySet()) {
            long count = counts.number("late_for", String.valueOf(metric));
            if (count * 2 > counts.events()) {
                tell(
                        "late for " + metric,
                        Counts.share(count, counts.events()) + " events are late for " + metric
                                + ", or for some of its windows: " + whyLate());
            }
        }
    }

    /** One record, or a few, may have made many others late. */
    private void clock() {
        counts.map("clock_moved")
                .forEach(
                        (place, moved) -> tell(
                                "clock " + place,
                                place + " has moved the clock " + moved
                                        + ", far more than others did, and made late what comes after it: if its time is wrong, correct it or take the record out"));
    }

    private String whyLate() {
        Duration lateness = source.input().time().lateness();
        String why = "when they came, a newer event of the same partition had closed their windows (lateness: "
                + Durations.print(lateness) + "); ";
        OptionalLong enough = LateBy.microsFor(counts.map("late_by"), MOST_LATE);
        return why
                + (enough.isPresent()
                        ? "lateness: " + Durations.print(Duration.of(enough.getAsLong(), ChronoUnit.MICROS))
                                + " would take 99% of them"
                        : "they are not in the order of time at all: sort them, or check the time of the newest one");
    }

    private void filtered() {
        if (counts.events() > 0 && counts.number("filtered") == counts.events()) {
            List<String> conditions = stream.steps().stream()
                    .filter(Stream.Where.class::isInstance)
                    .map(Stream.Where.class::cast)
                    .map(where -> "`where: " + where.condition().text().strip() + "` (" + where.place() + ")")
                    .toList();
            tell(
                    "filtered",
                    Counts.share(counts.events(), counts.events()) + " events are filtered out"
                            + (conditions.isEmpty()
                                    ? ": the array that is exploded has no elements"
                                    : " by " + String.join(" and ", conditions)
                                            + ": compare it with what the fields hold"));
        }
    }

    private void badFields() {
        for (Field field : source.fields()) {
            long bad = counts.number("bad_fields", field.name());
            if (bad * 2 > counts.events()) {
                tell(
                        "bad " + field.name(),
                        "`" + field.name() + "` is no " + field.type().sql() + " in "
                                + Counts.share(bad, counts.events()) + " events, and null there"
                                + Remedies.example(counts, field.name()) + ": give it another type in `schema`");
            }
        }
    }

    /** Where a format's fields are known, {@code check} has told already. */
    private void missingFields() {
        boolean open = source.input().formats().stream().anyMatch(use -> {
            Format format = components.formats().get(use.component());
            return format != null && format.isOpen(use.options());
        });
        if (!open) {
            return;
        }
        for (Object name : counts.list("never")) {
            Stream.SchemaField field = source.input().schema().get(String.valueOf(name));
            if (field != null) {
                String path = field.path().dotted();
                tell(
                        "never " + name,
                        "`" + path + "` has not occurred in any of " + Counts.text(counts.read())
                                + " records: check how it is spelt there; " + name + ": {type: " + field.type()
                                + ", path: …} reads it from elsewhere (" + field.place() + ")");
            }
        }
    }
}
