package io.nilometer.connectors.file;

import io.nilometer.api.Encodings;
import io.nilometer.api.Options;
import io.nilometer.api.SourceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files that don't grow: those that are there when reading begins, and perhaps closed ones that come later. */
final class FilesAtStart {

    private final Division division;
    private final FilePaths base;
    private final boolean single;
    private final List<OnePath> paths = new ArrayList<>();

    /** @param single whether each file is a partition, also one with the name of a rotated one */
    FilesAtStart(Division division, Options options, SourceContext context, boolean single) {
        this.division = division;
        this.single = single;
        this.base = FilePaths.of(context);
        for (String path : options.get(FileSourceFactory.PATH)) {
            FileReport report = new FileReport(path, context.notice());
            FileListing listing = new FileListing(base, path, options.get(FileSourceFactory.PATTERN));
            Screening screening = new Screening(Encodings.isWide(context.encoding()), report, division::isFinished);
            paths.add(new OnePath(path, listing, report, screening));
        }
    }

    private record OnePath(String path, FileListing listing, FileReport report, Screening screening) {}

    /** @param report of the path that it belongs to */
    record Found(Division.Part part, FileReport report) {}

    /**
     * The partitions of which there are files.
     *
     * @param mayBeEmpty whether files may come later
     */
    List<Found> open(boolean mayBeEmpty) {
        List<Found> all = new ArrayList<>();
        for (int index = 0; index < paths.size(); index++) {
            OnePath one = paths.get(index);
            one.screening().readBefore(division.tracked());
            List<FoundFile> found = list(one, mayBeEmpty);
            List<Division.Part> parts = single
                    ? division.of(index, one.path(), Families.single(found))
                    : division.of(index, one.path(), found);
            for (Division.Part part : parts) {
                if (!part.files().isEmpty()) {
                    all.add(new Found(part, one.report()));
                } else {
                    checkRead(part);
                }
            }
            division.takeChanged().forEach(one.report()::changed);
        }
        return all;
    }

    /** Those that have come since. A name that was there before is no news. */
    List<Found> more() {
        List<Found> all = new ArrayList<>();
        for (int index = 0; index < paths.size(); index++) {
            OnePath one = paths.get(index);
            try {
                Map<Path, List<FoundFile>> families = Families.single(list(one, true));
                for (Division.Part part : division.more(index, one.path(), families)) {
                    all.add(new Found(part, one.report()));
                }
                division.takeChanged().forEach(one.report()::changed);
            } catch (IOException e) {
                throw FileErrors.unreadable(base.resolve(one.path()), e);
            }
        }
        return all;
    }

    private static List<FoundFile> list(OnePath one, boolean mayBeEmpty) {
        List<FoundFile> found = one.listing().list();
        if (mayBeEmpty) {
            return one.screening().passed(found);
        }
        if (found.isEmpty()) {
            throw FileErrors.missing(one.path());
        }
        if (one.listing().isOneFile()) {
            return List.of(one.screening().only(found.get(0)));
        }
        List<FoundFile> passed = one.screening().passed(found);
        if (passed.isEmpty()) {
            throw FileErrors.nothingReadable(one.path(), found.size());
        }
        return passed;
    }

    /** What was read to its end may be removed. */
    private static void checkRead(Division.Part part) {
        ResumeText from = part.from();
        if (from != null && from.ordered() && !from.done() && !from.files().isEmpty()) {
            throw FileErrors.changed(from.files().get(0).path());
        }
    }
}
