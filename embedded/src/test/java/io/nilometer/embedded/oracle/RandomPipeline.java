package io.nilometer.embedded.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random pipeline file, and for each of its metrics the query whose answer is the metric. */
public final class RandomPipeline {

    /**
     * @param sql gives the final rows
     * @param accepted gives {@code n} of events that reach the metric, and whether some window takes them
     */
    record Query(String sql, String accepted, int keys, List<Double> tolerances) {}

    public final StringBuilder yaml;
    final Map<String, Query> queries = new LinkedHashMap<>();
    /** The query of the events that pass the source's own steps. */
    String root = "select *, ts as event_time from raw";

    private final Random random;
    private final Expressions expressions;
    private final boolean onTime;
    private final long lateness;

    public RandomPipeline(Random random, boolean onTime) {
        this.random = random;
        this.onTime = onTime;
        expressions = new Expressions(random);
        lateness = onTime ? 86_400 : random.nextInt(12);
        yaml = new StringBuilder(Pipelines.head(lateness + "s"));
        Map<String, String> streams = streams();
        yaml.append("metrics:\n");
        for (int metric = 0; metric <= random.nextInt(3); metric++) {
            List<String> names = List.copyOf(streams.keySet());
            String from = names.get(random.nextInt(names.size()));
            metric("m" + metric, from, streams.get(from));
        }
    }

    private Map<String, String> streams() {
        String derived = expressions.value();
        yaml.append("    steps:\n      - derive:\n          v: ")
                .append(Pipelines.quoted(derived))
                .append('\n');
        root = "select *, " + derived + " as v from (" + root + ")";
        if (random.nextInt(3) == 0) {
            String condition = expressions.flag();
            yaml.append("      - where: ").append(Pipelines.quoted(condition)).append('\n');
            root = "select * from (" + root + ") where " + condition;
        }
        Map<String, String> streams = new LinkedHashMap<>();
        streams.put("events", root);
        String one = expressions.flag();
        stream("one", "events", "where: " + Pipelines.quoted(one));
        streams.put("one", "select * from (" + root + ") where " + one);
        String element = "transform(a, (e, j) -> coalesce(e, 0) + n * 100 + j)";
        stream("parts", "events", "explode: {part: " + Pipelines.quoted(element) + "}");
        streams.put("parts", "select *, explode(" + element + ") as part from (" + root + ")");
        stream("both", "[one, events]", "derive: {w: " + Pipelines.quoted("length(t)") + "}");
        streams.put("both", "select *, length(t) as w from (" + streams.get("one") + " union all " + root + ")");
        return streams;
    }

    private void stream(String name, String from, String step) {
        yaml.append("  ")
                .append(name)
                .append(":\n    from: ")
                .append(from)
                .append("\n    steps:\n      - ")
                .append(step)
                .append('\n');
    }

    private void metric(String name, String from, String stream) {
        long slide = 2 + random.nextInt(9);
        long size = random.nextInt(2) == 0 ? slide : slide + random.nextInt(12);
        long offset = random.nextInt(3) == 0 ? 1 + random.nextInt((int) slide - 1) : 0;
        long own = onTime || random.nextBoolean() ? lateness : random.nextInt(15);
        String where = random.nextInt(3) == 0 ? expressions.flag() : "true";
        yaml.append("  ")
                .append(name)
                .append(":\n    from: ")
                .append(from)
                .append("\n    window: ")
                .append(size)
                .append("s every ")
                .append(slide)
                .append("s")
                .append(offset == 0 ? "" : " offset " + offset + "s")
                .append('\n');
        yaml.append(own == lateness ? "" : "    lateness: " + own + "s\n");
        yaml.append(where.equals("true") ? "" : "    where: " + Pipelines.quoted(where) + "\n");
        List<String> keys = new ArrayList<>();
        StringBuilder keyColumns = new StringBuilder();
        yaml.append(random.nextInt(4) == 0 ? "" : keys(keys, keyColumns));
        yaml.append("    select:\n");
        List<String> columns = new ArrayList<>();
        List<Double> tolerances = new ArrayList<>(java.util.Collections.nCopies(2 + keys.size(), 0.0));
        StringBuilder select = new StringBuilder();
        List<String> exact = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            Expressions.Aggregate aggregate = expressions.aggregate(from.equals("events") || from.equals("one"));
            column("c" + i, aggregate.ours(), aggregate.spark(), columns, select);
            tolerances.add(aggregate.tolerance());
            if (aggregate.exact()) {
                exact.add("c" + i);
            }
        }
        for (int i = 0; i < exact.size() && i < 2; i++) {
            String result = expressions.result(exact.get(i));
            column("r" + i, result, result, columns, select);
            tolerances.add(1e-12);
        }
        String having = exact.isEmpty() || random.nextInt(3) > 0 ? "true" : exact.get(0) + " >= 2";
        if (random.nextInt(5) == 0) {
            having = "count(*) > 1";
        }
        yaml.append(having.equals("true") ? "" : "    having: " + having + "\n");
        String output = String.join(", ", outputColumns(keys, columns));
        String windows = windows(stream, where, keyColumns.toString(), size, slide, offset, own);
        String groups = String.join(", ", groupColumns(keys));
        String sql = "select timestamp_micros(_start) as window_start, timestamp_micros(_end) as window_end"
                + comma(keys) + select + ", (" + having + ") as _having from (" + windows
                + ") where _accepted group by " + groups;
        sql = "select " + output + " from (" + sql + ") where _having";
        if (!exact.isEmpty() && random.nextInt(4) == 0) {
            sql = top(sql, output, keys, exact.get(0));
            tolerances.add(0.0);
        }
        String accepted = "select n, _accepted from (" + windows + ")";
        queries.put(name, new Query(sql, accepted, 2 + keys.size(), tolerances));
    }

    private String keys(List<String> keys, StringBuilder columns) {
        StringBuilder by = new StringBuilder("    by:\n");
        for (int i = 0; i <= random.nextInt(2); i++) {
            String key = expressions.key();
            by.append("      k")
                    .append(i)
                    .append(": ")
                    .append(Pipelines.quoted(key))
                    .append('\n');
            keys.add("k" + i);
            columns.append(", ").append(key).append(" as k").append(i);
        }
        return by.toString();
    }

    private void column(String name, String ours, String spark, List<String> columns, StringBuilder select) {
        yaml.append("      ")
                .append(name)
                .append(": ")
                .append(Pipelines.quoted(ours))
                .append('\n');
        columns.add(name);
        select.append(", ").append(spark).append(" as ").append(name);
    }

    private String top(String sql, String output, List<String> keys, String column) {
        int n = 1 + random.nextInt(3);
        String order = column + (random.nextBoolean() ? " desc" : "");
        boolean per = !keys.isEmpty() && random.nextBoolean();
        yaml.append("    top: {n: ")
                .append(n)
                .append(", order: ")
                .append(order)
                .append(per ? ", per: [k0]" : "")
                .append("}\n");
        return "select * from (select " + output + ", row_number() over (partition by window_start, window_end"
                + (per ? ", k0" : "") + " order by " + order + comma(keys) + ") as rank from (" + sql
                + ")) where rank <= " + n;
    }

    /** Every window of every event, by arithmetic; accepted when its end is beyond the watermark of the event's partition. */
    private static String windows(
            String stream, String where, String keys, long size, long slide, long offset, long lateness) {
        String start = "unix_micros(event_time) - pmod(unix_micros(event_time) - " + offset * 1_000_000 + ", "
                + slide * 1_000_000 + ") - _step * " + slide * 1_000_000;
        String each = "select *, explode(sequence(0, " + size / slide + ")) as _step" + keys + " from (" + stream
                + ") where " + where;
        String bounds = "select *, " + start + " as _start, " + start + " + " + size * 1_000_000 + " as _end from ("
                + each + ")";
        return "select *, (_clock is null or _end > _clock - " + lateness * 1_000_000 + ") as _accepted from (" + bounds
                + ") where _end > unix_micros(event_time)";
    }

    private static List<String> groupColumns(List<String> keys) {
        List<String> all = new ArrayList<>(List.of("_start", "_end"));
        all.addAll(keys);
        return all;
    }

    private static List<String> outputColumns(List<String> keys, List<String> columns) {
        List<String> all = new ArrayList<>(List.of("window_start", "window_end"));
        all.addAll(keys);
        all.addAll(columns);
        return all;
    }

    private static String comma(List<String> names) {
        return names.isEmpty() ? "" : ", " + String.join(", ", names);
    }
}
