package io.nilometer.core.config;

import io.nilometer.api.Durations;
import io.nilometer.core.pipeline.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one-line language of windows. */
final class WindowText {

    private static final Duration LEAST = Duration.ofMillis(1);

    private WindowText() {}

    /**
     * @param keep of the metric; needed for {@code all}
     * @throws IllegalArgumentException with a message that completes "must be"
     */
    static Window parse(String text, @Nullable Duration keep) {
        String[] words = text.trim().split("\\s+");
        switch (words[0]) {
            case "all" -> {
                only(words, 1);
                return new Window.All(keep == null ? Duration.ZERO : keep);
            }
            case "same" -> {
                only(words, 1);
                return new Window.Same();
            }
            case "session" -> {
                only(words, 2);
                return new Window.Session(positive(words[1]));
            }
            default -> {
                return sliding(words);
            }
        }
    }

    private static Window sliding(String[] words) {
        Duration size = positive(words[0]);
        Duration slide = size;
        Duration offset = Duration.ZERO;
        for (int i = 1; i + 1 < words.length; i += 2) {
            if (words[i].equals("every")) {
                slide = positive(words[i + 1]);
            } else if (words[i].equals("offset")) {
                offset = Durations.parse(words[i + 1]);
            } else {
                throw unknown();
            }
        }
        if (words.length % 2 == 0) {
            throw unknown();
        }
        if (slide.compareTo(size) > 0) {
            throw new IllegalArgumentException(
                    "a window whose `every` is not longer than its size: events between windows would be lost");
        }
        if (offset.compareTo(slide) >= 0) {
            throw new IllegalArgumentException("a window whose offset is shorter than its `every`");
        }
        if (size.toMillis() / slide.toMillis() > 10_000) {
            throw new IllegalArgumentException("a window that overlaps at most 10000 others");
        }
        return new Window.Sliding(size, slide, offset);
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("longer than 0");
        }
        return duration;
    }

    private static void only(String[] words, int count) {
        if (words.length != count) {
            throw unknown();
        }
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException(
                "a window such as 1m, `5m every 1m`, `1d offset 6h`, `session 30m`, all or same");
    }
}
