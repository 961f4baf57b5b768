package io.nilometer.cli;

import io.nilometer.cli.live.LiveScreen;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Progress;
import io.nilometer.cli.screen.Screen;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One-line messages for the user, which must not mix with the screen or the progress line where there is one. */
final class Notices implements Consumer<String> {

    private final Screen screen;
    private final Optional<LiveScreen> live;
    private volatile @Nullable Progress progress;

    Notices(Screen screen, Optional<LiveScreen> live) {
        this.screen = screen;
        this.live = live;
    }

    void through(Progress shown) {
        progress = shown;
    }

    @Override
    public void accept(String notice) {
        if (live.isPresent()) {
            live.get().notice(notice);
            return;
        }
        Progress shown = progress;
        if (shown == null) {
            screen.err().println(Paint.plain(notice));
            screen.err().flush();
        } else {
            shown.println(Paint.plain(notice));
        }
    }
}
