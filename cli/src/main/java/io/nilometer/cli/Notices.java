package io.nilometer.cli;

import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Progress;
import io.nilometer.cli.screen.Screen;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One-line messages for the user, which must not mix with the progress line once there is one. */
final class Notices implements Consumer<String> {

    private final Screen screen;
    private volatile @Nullable Progress progress;

    Notices(Screen screen) {
        this.screen = screen;
    }

    void through(Progress shown) {
        progress = shown;
    }

    @Override
    public void accept(String notice) {
        Progress shown = progress;
        if (shown == null) {
            screen.err().println(Paint.plain(notice));
            screen.err().flush();
        } else {
            shown.println(Paint.plain(notice));
        }
    }
}
