package io.nilometer.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void is_measured_in_columns_of_the_terminal() {
        assertThat(Line.width("abc")).isEqualTo(3);
        assertThat(Line.width("東京")).isEqualTo(4);
        assertThat(Line.width("e\u0301")).isEqualTo(1);
        assertThat(Line.width("🚀")).isEqualTo(2);
    }

    @Test
    void is_cut_at_a_column_and_never_within_a_wide_character() {
        assertThat(Line.cut("abcdef", 4, "…")).isEqualTo("abc…");
        assertThat(Line.cut("東京都庁", 4, "…")).isEqualTo("東…");
        assertThat(Line.cut("東京", 4, "…")).isEqualTo("東京");
        assertThat(Line.cut("abc", 1, "..")).isEqualTo(".");
        assertThat(Line.of(Style.STRONG, "abc").add("defgh").fit(5, "…").plain())
                .isEqualTo("abcd…");
        assertThat(Line.of(Style.STRONG, "abc").add("de").fit(5, "…").plain()).isEqualTo("abcde");
        assertThat(Line.of(Style.STRONG, "abc").add("defgh").fit(3, "…").width())
                .isLessThanOrEqualTo(3);
    }

    @Test
    void bars_have_their_width_and_show_whatever_is_not_nothing() {
        assertThat(Glyphs.UNICODE.bar(1, 4)).isEqualTo("████");
        assertThat(Glyphs.UNICODE.bar(0.5, 4)).isEqualTo("██  ");
        assertThat(Glyphs.UNICODE.bar(0.0001, 4)).isEqualTo("▏   ");
        assertThat(Glyphs.UNICODE.bar(0, 4)).isEqualTo("    ");
        assertThat(Glyphs.UNICODE.bar(Double.NaN, 4)).isEqualTo("    ");
        assertThat(Glyphs.ASCII.bar(0.5, 4)).isEqualTo("##  ");
        assertThat(Glyphs.UNICODE.spark(new double[] {0, Double.NaN, 4, 8})).isEqualTo("▁ ▅█");
        assertThat(Glyphs.UNICODE.spark(new double[] {0, 0})).isEqualTo("▁▁");
    }

    @Test
    void the_locale_decides_about_unicode() {
        assertThat(Glyphs.of(Map.of("LANG", "en_US.UTF-8"))).isEqualTo(Glyphs.UNICODE);
        assertThat(Glyphs.of(Map.of("LANG", "C.utf8"))).isEqualTo(Glyphs.UNICODE);
        assertThat(Glyphs.of(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "C"))).isEqualTo(Glyphs.ASCII);
        assertThat(Glyphs.of(Map.of())).isEqualTo(Glyphs.ASCII);
    }

    @Test
    void a_process_in_another_group_than_the_terminals_is_in_the_background() {
        assertThat(Background.isBehind("12 (a (b) c) S 1 12 3 34816 12 0 0")).isFalse();
        assertThat(Background.isBehind("12 (java) S 1 12 3 34816 99 0 0")).isTrue();
        assertThat(Background.isBehind("12 (java) S 1 12 3 0 -1 0 0")).isFalse();
    }
}
