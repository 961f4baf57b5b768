package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.core.pipeline.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTextTest {

    @Test
    void days_weeks_and_months_are_by_the_calendar_and_hours_are_not() {
        for (String text : List.of(
                "1d in UTC",
                "2w in Europe/Berlin",
                "3mo every 1mo in Asia/Tokyo",
                "7d every 1d offset 6h in UTC",
                "1w every 1d in UTC",
                "14d every 1w in +05:30",
                "1w offset 6d in UTC",
                "1mo offset 14d in UTC")) {
            assertThat(WindowText.parse(text, null))
                    .isInstanceOfSatisfying(Window.Calendar.class, window -> assertThat(window.text(ZoneOffset.UTC))
                            .isEqualTo(text));
        }
        assertThat(WindowText.parse("24h every 6h", null))
                .isEqualTo(new Window.Sliding(Duration.ofHours(24), Duration.ofHours(6), Duration.ZERO));
    }

    @Test
    void a_calendar_takes_the_pipelines_zone_and_its_parts_in_any_order() {
        assertThat(((Window.Calendar) WindowText.parse("1d", null)).text(ZoneId.of("Africa/Cairo")))
                .isEqualTo("1d in Africa/Cairo");
        assertThat(WindowText.parse("7d in Europe/Berlin offset 6h every 1d", null))
                .isEqualTo(WindowText.parse("7d every 1d offset 6h in Europe/Berlin", null));
    }

    @Test
    void what_can_not_be_cut_is_refused_with_what_to_write() {
        refused("1d every 6h", "whole days", "`24h every 6h`");
        refused("1w every 12h", "whole days", "`168h every 12h`");
        refused("48h every 1d", "size is in days", "`48h every 24h`");
        refused("1mo every 1d", "months have no number of days", "`30d every 1d`");
        refused("24h in Europe/Berlin", "hours", "leave out `in Europe/Berlin`");
        refused("1d in Europe/Berlln", "time zone", "Europe/Berlin");
        refused("1d offset 24h", "offset is shorter", "window such as");
        refused("1w offset 7d", "offset is shorter", "window such as");
        refused("1mo offset 28d", "28 days", "window such as");
        refused("1d every 2d", "events between windows", "`2d every 1d`");
        refused("0d", "longer than 0", "window such as");
        refused("200000d", "36500", "window such as");
        refused("1d in", "a window such as", "window such as");
        refused("1d in UTC in UTC", "a window such as", "window such as");
        refused("1d every 1d every 1d", "a window such as", "window such as");
    }

    private static void refused(String text, String why, String remedy) {
        assertThatThrownBy(() -> WindowText.parse(text, null))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(Meant.window(text)).as(text).contains(remedy);
    }
}
