package io.nilometer.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowsCheckTest {

    private static final Relation RATES = new Relation(
            "error_rate",
            Relation.Kind.METRIC,
            List.of(new Column("service", "string", Role.KEY), new Column("rate", "double", Role.VALUE)));

    @Test
    void accepts_the_expected_rows_in_any_order() {
        assertThat(check(false, List.of(row("api", 1.0), row("web", 2.0)), columns("web", 2.0), columns("api", 1.0)))
                .isEmpty();
    }

    @Test
    void says_which_row_is_missing_and_how_the_nearest_differs() {
        assertThat(check(false, List.of(row("api", 1.5)), columns("api", 1.0)))
                .containsExactly(
                        "error_rate: no row is {service: api, rate: 1.0}",
                        "    nearest: {service: api, rate: 1.5}\n             rate is 1.5, not 1.0",
                        "error_rate: not expected: {service: api, rate: 1.5}");
    }

    @Test
    void refuses_rows_that_nobody_expects_unless_only_a_subset_is_meant() {
        List<Row> rows = List.of(row("api", 1.0), row("web", 2.0));

        assertThat(check(false, rows, columns("api", 1.0)))
                .containsExactly("error_rate: not expected: {service: web, rate: 2.0}");
        assertThat(check(true, rows, columns("api", 1.0))).isEmpty();
    }

    @Test
    void expects_no_rows_at_all_with_an_empty_list() {
        assertThat(check(false, List.of())).isEmpty();
        assertThat(check(false, List.of(row("api", 1.0)))).hasSize(1);
    }

    @Test
    void counts_equal_rows() {
        assertThat(check(false, List.of(row("api", 1.0)), columns("api", 1.0), columns("api", 1.0)))
                .containsExactly(
                        "error_rate: no row is {service: api, rate: 1.0}",
                        "    nearest: {service: api, rate: 1.0}\n"
                                + "             this row is already taken by another expected one");
    }

    @Test
    void gives_a_row_to_the_one_that_can_take_no_other() {
        ExpectedRow anyApi = new ExpectedRow.Columns(Map.of("service", "api"));
        ExpectedRow exact = columns("api", 1.0);

        assertThat(check(false, List.of(row("api", 1.0), row("api", 2.0)), anyApi, exact))
                .isEmpty();
        assertThat(check(false, List.of(row("api", 2.0), row("api", 1.0)), exact, anyApi))
                .isEmpty();
    }

    @Test
    void takes_a_condition_as_one_row() {
        ExpectedRow condition =
                new ExpectedRow.Meets("rate > 1", row -> (Double) row.values().get(1) > 1);

        assertThat(check(false, List.of(row("api", 1.0), row("web", 2.0)), columns("api", 1.0), condition))
                .isEmpty();
        assertThat(check(false, List.of(row("api", 1.0)), condition))
                .contains("error_rate: no row is a row with rate > 1");
    }

    private static List<String> check(boolean include, List<Row> rows, ExpectedRow... expected) {
        return RowsCheck.check("error_rate", List.of(expected), include, new TestHarness.Output(RATES, rows));
    }

    private static Row row(String service, double rate) {
        return Row.of(List.of(service, rate));
    }

    private static ExpectedRow columns(String service, double rate) {
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        values.put("service", service);
        values.put("rate", rate);
        return new ExpectedRow.Columns(values);
    }
}
