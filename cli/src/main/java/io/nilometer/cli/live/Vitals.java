package io.nilometer.cli.live;

import io.nilometer.cli.screen.Counts;
import io.nilometer.cli.screen.HumanTime;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Pulse;
import io.nilometer.core.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the head tells of a run.
 *
 * @param facts the most important first
 */
public record Vitals(List<Snapshot.Fact> facts, Optional<Pulse.Portion> portion) {

    static final Vitals NONE = new Vitals(List.of(new Snapshot.Fact(Style.QUIET, "starting …")), Optional.empty());

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    public Vitals {
        facts = List.copyOf(facts);
    }

    /**
     * @param running since the start
     * @param live whether events are expected to be of now, so that a watermark can be behind
     */
    public static Vitals of(RunStatus status, Pulse.Reading pulse, Duration running, Instant now, boolean live) {
        List<Snapshot.Fact> facts = new ArrayList<>();
        facts.add(new Snapshot.Fact(Style.PLAIN, clock(running)));
        facts.add(new Snapshot.Fact(Style.STRONG, String.format(Locale.ROOT, "%,d events", status.records())));
        facts.add(new Snapshot.Fact(Style.PLAIN, String.format(Locale.ROOT, "%,.0f/s", pulse.rate())));
        Optional<String> lag = pulse.portion().isPresent() ? Optional.empty() : pulse.lag();
        lag.ifPresent(text -> facts.add(new Snapshot.Fact(Style.PLAIN, "lag " + text)));
        if (!status.note().isEmpty()) {
            facts.add(new Snapshot.Fact(Style.BAD, Paint.line(status.note())));
        }
        facts.add(balance(status.ledger()));
        facts.add(count(status.ledger(), "rejected", Style.BAD));
        facts.add(count(status.ledger(), "late", Style.WARNING));
        status.watermark()
                .ifPresent(
                        time -> facts.add(new Snapshot.Fact(Style.PLAIN, "watermark " + watermark(time, now, live))));
        pulse.unknown().ifPresent(why -> facts.add(new Snapshot.Fact(Style.QUIET, why)));
        return new Vitals(facts, pulse.portion());
    }

    private static String clock(Duration running) {
        long seconds = running.toSeconds();
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    private static String watermark(Instant time, Instant now, boolean live) {
        Duration behind = Duration.between(time, now);
        boolean today = Math.abs(behind.toHours()) < 24;
        String text = (today ? TIME : MOMENT).format(time) + " UTC";
        return live && !behind.isNegative() ? text + ", " + HumanTime.of(behind) + " behind" : text;
    }

    private static Snapshot.Fact balance(Map<String, Map<String, Object>> ledger) {
        boolean balanced = ledger.values().stream().map(Counts::new).allMatch(Counts::isBalanced);
        return balanced
                ? new Snapshot.Fact(Style.GOOD, "ledger balanced")
                : new Snapshot.Fact(Style.BAD, "ledger does not balance");
    }

    private static Snapshot.Fact count(Map<String, Map<String, Object>> ledger, String way, Style style) {
        long sum = ledger.values().stream()
                .map(Counts::new)
                .mapToLong(counts -> counts.number(way))
                .sum();
        return new Snapshot.Fact(sum == 0 ? Style.QUIET : style, Counts.text(sum) + " " + way);
    }
}
