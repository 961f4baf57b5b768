package io.nilometer.connectors.file;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells where in the files reading goes on. */
final class Resumed {

    private Resumed() {}

    /** @param resume of a partition; null or empty when it is read for the first time */
    static void tell(@Nullable String resume, Consumer<String> notice) {
        if (resume != null && !resume.isEmpty()) {
            String text = text(ResumeText.parse(resume));
            if (!text.isEmpty()) {
                notice.accept("continues " + text);
            }
        }
    }

    private static String text(ResumeText from) {
        List<TrackedFile> files = from.files();
        if (files.isEmpty()) {
            return "";
        }
        TrackedFile first = files.get(0);
        String place = from.done()
                ? "after " + first.path().getFileName() + ", which has been read whole"
                : String.format(
                        Locale.ROOT,
                        "at byte %,d of %s",
                        first.offset(),
                        first.path().getFileName());
        int others = files.size() - 1;
        return others == 0 ? place : place + ", and in " + others + (others == 1 ? " other file" : " other files");
    }
}
