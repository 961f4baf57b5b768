package io.nilometer.connectors.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells where in the files reading goes on. */
final class Resumed {

    private Resumed() {}

    static void tell(Division division, Consumer<String> notice) {
        List<String> places = new ArrayList<>();
        List<ResumeText> known = division.known().values().stream()
                .filter(text -> !text.files().isEmpty())
                .toList();
        if (!known.isEmpty()) {
            int files = known.stream().mapToInt(text -> text.files().size()).sum() - 1;
            places.add(place(known.get(0))
                    + (files == 0 ? "" : ", and in " + files + (files == 1 ? " other file" : " other files")));
        }
        int finished = division.finished().size();
        if (finished > 0) {
            places.add(
                    finished == 1
                            ? "behind a file that has been read whole"
                            : "behind " + finished + " files that have been read whole");
        }
        if (!places.isEmpty()) {
            notice.accept("continues " + String.join("; ", places));
        }
    }

    private static String place(ResumeText from) {
        TrackedFile first = from.files().get(0);
        return from.done()
                ? "after " + first.path().getFileName() + ", which has been read whole"
                : String.format(
                        Locale.ROOT,
                        "at byte %,d of %s",
                        first.offset(),
                        first.path().getFileName());
    }
}
