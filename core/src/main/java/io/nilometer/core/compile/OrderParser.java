package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/** Reads an SQL ordering such as {@code requests desc, users desc}. */
final class OrderParser {

    private static final String PREFIX = "select 1 order by\n";

    private OrderParser() {}

    record Item(Named value, io.nilometer.core.program.MetricProgram.SortOrder direction) {}

    /** Empty, and a problem told, when it is none. */
    static List<Item> parse(Analysis analysis, Sql sql) {
        if (sql.isUnreadable()) {
            return List.of();
        }
        try {
            LogicalPlan plan = analysis.catalyst().parseQuery(PREFIX + sql.text());
            List<Item> items = new ArrayList<>();
            if (plan instanceof Sort sort) {
                for (Expression node : ScalaBridge.<Expression>list(sort.expressions())) {
                    SortOrder order = (SortOrder) node;
                    boolean fine = analysis.refused().check(order.child(), sql, analysis.problems());
                    if (fine) {
                        items.add(new Item(
                                new Named("order " + (items.size() + 1), sql, order.child()),
                                new io.nilometer.core.program.MetricProgram.SortOrder(
                                        order.direction() != Ascending$.MODULE$,
                                        order.nullOrdering() == NullsFirst$.MODULE$)));
                    }
                }
            }
            return items;
        } catch (Exception failure) {
            analysis.problems()
                    .error(
                            "bad-order",
                            "`" + sql.text() + "` is no ordering: " + reason(failure),
                            remedy(sql),
                            place(failure, sql));
            return List.of();
        }
    }

    private static Place place(Exception failure, Sql sql) {
        if (!(failure instanceof AnalysisException analysis)) {
            return sql.place();
        }
        Optional<Integer> line = ScalaBridge.number(analysis.line());
        Optional<Integer> start = ScalaBridge.number(analysis.startPosition());
        return line.isPresent() && start.isPresent() && line.get() > 1
                ? sql.at(line.get() - 1, start.get() + 1)
                : sql.place();
    }

    private static String reason(Exception failure) {
        return failure instanceof AnalysisException
                ? SqlErrors.firstLine(failure)
                : String.valueOf(failure.getMessage());
    }

    /** The last word is the direction, mostly: `n dsc`. */
    private static String remedy(Sql sql) {
        String text = sql.text().strip();
        int space = text.lastIndexOf(' ');
        String direction = text.substring(space + 1);
        return NearestName.of(direction, List.of("desc", "asc"))
                .filter(near -> space > 0 && !near.equalsIgnoreCase(direction))
                .map(near -> "write `" + text.substring(0, space + 1) + near + "`")
                .orElse("write columns, each with asc or desc: `requests desc, service`");
    }
}
