package io.nilometer.cli.live;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.cli.screen.HumanTime;
import io.nilometer.cli.screen.Paint;
import io.nilometer.core.pipeline.Demo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The planted incidents of a demonstration: which is coming, under way or over at a time, and which rows it is in. */
public final class Incidents {

    /** For so long the end of one is told before the next one is announced. */
    private static final Duration TOLD = Duration.ofSeconds(8);

    private final List<Plan> plans;

    private Incidents(List<Plan> plans) {
        this.plans = plans;
    }

    /** @param start when the traffic began */
    public static Incidents of(Collection<Demo> demos, Instant start) {
        List<Plan> plans = new ArrayList<>();
        for (Demo demo : demos) {
            demo.incidents().forEach(incident -> plans.add(new Plan(incident, start)));
        }
        return new Incidents(plans);
    }

    /** Empty when none is planted. */
    public Optional<Now> at(Instant time) {
        return plans.stream()
                .map(plan -> plan.at(time))
                .min(Comparator.comparing(Moment::phase).thenComparing(Moment::left))
                .map(moment -> new Now(moment, alarm(moment), (relation, row, from, to) -> plans.stream()
                        .anyMatch(plan -> plan.concerns(relation, row, from, to, time))));
    }

    /** One line for each incident, before it begins the first time. */
    public List<String> announced() {
        return plans.stream()
                .map(plan -> "an incident is planted " + print(plan.incident.at()) + " after the start, for "
                        + print(plan.incident.lasting()) + ": " + plan.text)
                .toList();
    }

    /**
     * One line for each incident that has begun or ended between two times.
     *
     * @param before exclusive
     * @param now inclusive
     */
    public List<String> told(Instant before, Instant now) {
        List<String> lines = new ArrayList<>();
        for (Plan plan : plans) {
            Moment was = plan.at(before);
            Moment is = plan.at(now);
            if (is.phase == Phase.UNDER_WAY && (was.phase != Phase.UNDER_WAY || was.count != is.count)) {
                lines.add("incident begins: " + plan.text + ", for " + print(plan.incident.lasting()));
            } else if (was.phase == Phase.UNDER_WAY && is.phase != Phase.UNDER_WAY) {
                lines.add("incident over: " + plan.text + is.next());
            }
        }
        return lines;
    }

    private static Snapshot.Alarm alarm(Moment moment) {
        return switch (moment.phase) {
            case UNDER_WAY ->
                new Snapshot.Alarm(
                        Style.ALARM, "!! INCIDENT: " + moment.plan.text + ", " + print(moment.left) + " left");
            case COMING ->
                new Snapshot.Alarm(Style.COMING, "incident in " + print(moment.left) + ": " + moment.plan.text);
            case JUST_OVER, OVER ->
                new Snapshot.Alarm(Style.OVER, "incident over: " + moment.plan.text + moment.next());
        };
    }

    private static String print(Duration duration) {
        return HumanTime.of(Duration.ofSeconds(Math.max(0, (duration.toMillis() + 999) / 1000)));
    }

    /**
     * How it stands.
     *
     * @param concern which rows an incident is in that has begun
     */
    public record Now(Moment moment, Snapshot.Alarm alarm, Results.Concern concern) {}

    private enum Phase {
        UNDER_WAY,
        JUST_OVER,
        COMING,
        OVER
    }

    /**
     * An incident at a time.
     *
     * @param left until it begins or ends
     * @param count of its beginnings so far
     */
    private record Moment(Plan plan, Phase phase, Duration left, long count, Optional<Duration> again) {

        String next() {
            return again.map(time -> ", the next in " + print(time)).orElse("");
        }
    }

    /** One that is planted, perhaps again and again. */
    private static final class Plan {

        private static final Pattern EQUALS = Pattern.compile("(\\w+)\\s*==?\\s*(?:'([^']*)'|(-?[\\d.]+))");
        private static final Pattern AMONG = Pattern.compile("(?i)(\\w+)\\s+in\\s*\\(([^()]*)\\)");
        private static final Pattern LITERAL = Pattern.compile("'([^']*)'|(-?[\\d.]+)");

        private final Demo.Incident incident;
        private final Instant first;
        private final String text;
        private final Map<String, Set<String>> where = new HashMap<>();
        private final Map<String, Set<String>> set = new HashMap<>();

        Plan(Demo.Incident incident, Instant start) {
            this.incident = incident;
            this.first = start.plus(incident.at());
            List<String> changes = new ArrayList<>();
            incident.set().forEach((field, value) -> {
                changes.add(field + " " + value.text());
                Matcher literal = LITERAL.matcher(value.text());
                if (literal.matches()) {
                    set.put(field, Set.of(literal.group(1) == null ? literal.group(2) : literal.group(1)));
                }
            });
            String which = incident.where().map(sql -> sql.text()).orElse("all records");
            text = Paint.line(which + " → " + String.join(", ", changes));
            incident.where().ifPresent(sql -> read(sql.text()));
        }

        /** Conditions on single fields, as far as they are written plainly. */
        private void read(String condition) {
            Matcher equal = EQUALS.matcher(condition);
            while (equal.find()) {
                where.put(equal.group(1), Set.of(equal.group(2) == null ? equal.group(3) : equal.group(2)));
            }
            Matcher among = AMONG.matcher(condition);
            while (among.find()) {
                Set<String> values = new HashSet<>();
                Matcher literal = LITERAL.matcher(among.group(2));
                while (literal.find()) {
                    values.add(literal.group(1) == null ? literal.group(2) : literal.group(1));
                }
                where.put(among.group(1), values);
            }
        }

        Moment at(Instant time) {
            Duration since = Duration.between(first, time);
            if (since.isNegative()) {
                return new Moment(this, Phase.COMING, since.negated(), 0, Optional.empty());
            }
            Optional<Duration> every = incident.every();
            long count = every.map(since::dividedBy).orElse(0L);
            Duration into =
                    since.minus(every.map(step -> step.multipliedBy(count)).orElse(Duration.ZERO));
            Duration left = incident.lasting().minus(into);
            if (left.compareTo(Duration.ZERO) > 0) {
                return new Moment(this, Phase.UNDER_WAY, left, count + 1, every);
            }
            Optional<Duration> again = every.map(step -> step.minus(into));
            if (left.negated().compareTo(TOLD) < 0) {
                return new Moment(this, Phase.JUST_OVER, Duration.ZERO, count + 1, again);
            }
            return again.map(wait -> new Moment(this, Phase.COMING, wait, count + 1, again))
                    .orElseGet(() -> new Moment(this, Phase.OVER, Duration.ZERO, count + 1, again));
        }

        boolean concerns(Relation relation, Row row, @Nullable Instant from, @Nullable Instant to, Instant now) {
            return hasBegunIn(from, to, now)
                    && (is(relation, row, where) || is(relation, row, set) || !hasKeys(relation));
        }

        private boolean hasBegunIn(@Nullable Instant from, @Nullable Instant to, Instant now) {
            for (Instant begin = first; !begin.isAfter(now); begin = again(begin)) {
                Instant end = begin.plus(incident.lasting());
                if ((from == null || from.isBefore(end)) && (to == null || to.isAfter(begin))) {
                    return true;
                }
            }
            return false;
        }

        private Instant again(Instant begin) {
            return incident.every().map(begin::plus).orElse(Instant.MAX);
        }

        /** Whether the row's keys are among those of the conditions, and at least one is. */
        private static boolean is(Relation relation, Row row, Map<String, Set<String>> conditions) {
            boolean any = false;
            for (int i = 0; i < relation.columns().size(); i++) {
                Column column = relation.columns().get(i);
                Set<String> values = conditions.get(column.name());
                if (column.role() == Column.Role.KEY && values != null) {
                    if (!values.contains(String.valueOf(row.get(i)))) {
                        return false;
                    }
                    any = true;
                }
            }
            return any;
        }

        /** What is by nothing sums up everything, the incident too. */
        private static boolean hasKeys(Relation relation) {
            return relation.columns().stream().anyMatch(column -> column.role() == Column.Role.KEY);
        }
    }
}
