package io.nilometer.embedded.oracle;

import java.util.Map;
import java.util.Random;

/** Random expressions over the events' columns, by kind. What is left to rounding or to ties is not among them. */
public final class Expressions {

    /** Of the place of an event among those of its stream, as Spark can sort by it. */
    private static final String ORDER = "struct(ts, _part, _pos)";

    private static final String[] INTS = {
        "i",
        "coalesce(i, 0)",
        "size(a)",
        "length(s)",
        "case when b then 1 when i > 0 then 2 end",
        "nvl(i, -1)",
        "l",
        "n % 5",
        "i + 1",
        "l * 3",
        "cast(floor(d) as int)",
        "instr(s, 'a')",
        "if(b, i, l)",
        "cast(s as int)",
        "second(ts)",
        "try_element_at(a, 2)"
    };
    private static final String[] TEXTS = {
        "s",
        "t",
        "upper(s)",
        "concat(t, '-', i)",
        "substring(s, 1, 2)",
        "coalesce(s, 'none')",
        "nullif(t, 'k1')",
        "trim(s)",
        "regexp_replace(s, '[ab]', '#')",
        "if(b, 'yes', 'no')",
        "cast(i as string)",
        "reverse(s)",
        "date_format(ts, 'HH:mm')",
        "lpad(t, 5, '*')"
    };
    /** Of one sign: where sums cancel out, Spark rounds and we do not, and no relative bound holds. */
    private static final String[] DOUBLES = {
        "d", "d * 2", "abs(d) + 1", "abs(i) / 3", "d / nullif(n, 0)", "coalesce(d, 0.5D)", "sqrt(d)"
    };

    private static final String[] ANY_DOUBLES = {"x", "d", "x * 2", "-x", "x / d"};
    private static final String[] FLAGS = {
        "b",
        "i > 0",
        "i between 1 and 5",
        "s is null",
        "t in ('k0', 'k1')",
        "s like '%a%'",
        "d >= 3.5 or b",
        "array_contains(a, 1)",
        "not b",
        "s rlike '^[a-c]'",
        "i <=> 3",
        "l > i",
        "x > 1e10 and b",
        "exists(a, v -> v > 3)"
    };

    /** What wraps around in Spark, and what is null there as here. */
    private static final Map<String, String> CHECKED = Map.of(
            "i + 1", "try_add(i, 1)",
            "l * 3", "try_multiply(l, 3)",
            "cast(floor(d) as int)", "try_cast(floor(d) as int)");

    private final Random random;

    public Expressions(Random random) {
        this.random = random;
    }

    /** A query of these expressions as Spark gives what we do: null where an integer does not fit. */
    static String checked(String query) {
        String checked = query;
        for (Map.Entry<String, String> one : CHECKED.entrySet()) {
            checked = checked.replace(one.getKey(), one.getValue());
        }
        return checked;
    }

    /** An aggregate: the pipeline's words, Spark's, and whether its result is exact and a number. */
    public record Aggregate(String ours, String spark, boolean exact, double tolerance) {}

    public String flag() {
        return pick(FLAGS);
    }

    public String key() {
        return switch (random.nextInt(5)) {
            case 0 -> pick(INTS);
            case 1 -> pick(FLAGS);
            case 2 -> pick(TEXTS);
            default -> "t";
        };
    }

    public String value() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(INTS);
            case 1 -> pick(FLAGS);
            case 2 -> pick(ANY_DOUBLES);
            default -> pick(TEXTS);
        };
    }

    /** @param ordered whether {@code n} and {@link #ORDER} tell all events apart */
    public Aggregate aggregate(boolean ordered) {
        String filter = random.nextInt(3) == 0 ? " filter (where " + flag() + ")" : "";
        String value = value();
        return switch (random.nextInt(ordered ? 28 : 22)) {
            case 0 -> exact("count(*)" + filter);
            case 1 -> exact("count_if(" + flag() + ")" + filter);
            case 2 -> exact("count(" + value + ")" + filter);
            case 3 -> exact("sum(" + pick(INTS) + ")" + filter);
            case 4 -> exact("count(distinct " + value + ")" + filter);
            case 5 -> exact("count(distinct " + value + ", " + value() + ")" + filter);
            case 6 -> same("sum(m)" + filter);
            case 7 -> same("avg(m)" + filter);
            case 8 -> same("sum(" + pick(DOUBLES) + ")" + filter);
            case 9 -> same("avg(" + pick(DOUBLES) + ")" + filter);
            case 10 -> same("min(" + value + ")" + filter);
            case 11 -> same("max(" + value + ")" + filter);
            case 12 ->
                same(pick("variance", "var_pop", "stddev", "stddev_pop") + "(" + pick("d", "n % 7", "d * 2") + ")"
                        + filter);
            case 13 -> same("percentile(" + pick("d", "i", "x") + ", " + pick("0.3", "array(0.0, 0.9)") + ")" + filter);
            case 14 -> same("median(" + pick("d", "i", "n % 11") + ")" + filter);
            case 15 ->
                same("percentile_approx(" + pick("d", "i", "l") + ", " + pick("0.5", "array(0.1, 0.99)") + ")"
                        + filter);
            case 16 -> same("sort_array(collect_set(" + value + ")" + filter + ")");
            case 17 -> same("sort_array(collect_list(" + value + ")" + filter + ")");
            case 18 -> same(pick("bool_and", "bool_or", "every", "some") + "(" + flag() + ")" + filter);
            case 19 -> exact(pick("sum", "avg") + "(distinct " + pick("i", "n % 9") + ")" + filter);
            case 20 -> same(pick("min", "max") + "(" + pick("ts", "m", "date(ts)", "s") + ")" + filter);
            case 21 ->
                new Aggregate(
                        "approx_count_distinct(" + value + ")" + filter,
                        "count(distinct " + value + ")" + filter,
                        false,
                        0.2);
            case 22 -> same("max_by(" + value + ", n)" + filter);
            case 23 -> same("min_by(" + value + ", -n)" + filter);
            case 24 -> {
                String end = pick("first", "last");
                yield new Aggregate(
                        end + "(" + value + ")" + filter,
                        by(end) + "(" + value + ", " + ORDER + ")" + filter,
                        false,
                        0);
            }
            case 25 -> {
                String end = pick("first", "last");
                String spark = by(end) + "(" + value + ", " + ORDER + ") filter (where (" + value + ") is not null)";
                yield new Aggregate(end + "(" + value + ", true)", spark, false, 0);
            }
            case 26 -> {
                String list = inOrder(value);
                String spark = "element_at(array_sort(transform(array_distinct(" + list + "), v -> struct(-size(filter("
                        + list + ", e -> e = v)), array_position(" + list + ", v), v as v))), 1).v";
                yield new Aggregate(
                        "mode(" + value + ")", "if(count(" + value + ") = 0, null, " + spark + ")", false, 0);
            }
            default -> new Aggregate("collect_list(" + value + ")", inOrder(value), false, 0);
        };
    }

    /** The values that are not null, in the order of events. */
    private static String inOrder(String value) {
        return "transform(sort_array(collect_list(struct(ts, _part, _pos, " + value + " as v)) filter (where (" + value
                + ") is not null)), e -> e.v)";
    }

    /** Something computed from an earlier column that is a number and exact. */
    public String result(String column) {
        return switch (random.nextInt(6)) {
            case 0 -> column + " / 3";
            case 1 -> "coalesce(" + column + ", 0) + 1";
            case 2 -> "case when " + column + " > 3 then 'many' when " + column + " is null then 'none' else 'few' end";
            case 3 -> column + " between 2 and 10";
            case 4 -> "concat('n=', " + column + ")";
            default -> "100 * " + column + " / count(*)";
        };
    }

    public String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private static Aggregate exact(String sql) {
        return new Aggregate(sql, sql, true, 1e-12);
    }

    private static Aggregate same(String sql) {
        return new Aggregate(sql, sql, false, 1e-12);
    }

    private static String by(String end) {
        return end.equals("first") ? "min_by" : "max_by";
    }
}
