package io.nilometer.spark.remote;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** What is in a folder, page after page as the store gives it. */
final class HadoopListing implements DirectoryStream<Path>, Iterator<Path> {

    private final HadoopPath folder;
    private final RemoteIterator<FileStatus> statuses;
    private final DirectoryStream.Filter<? super Path> filter;
    private @Nullable Path next;

    private HadoopListing(
            HadoopPath folder, RemoteIterator<FileStatus> statuses, DirectoryStream.Filter<? super Path> filter) {
        this.folder = folder;
        this.statuses = statuses;
        this.filter = filter;
    }

    static HadoopListing of(HadoopPath folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
        HadoopSystem system = folder.getFileSystem();
        RemoteIterator<FileStatus> statuses =
                system.patience().ask(folder, () -> system.client(folder).listStatusIterator(system.hadoop(folder)));
        return new HadoopListing(folder, statuses, filter);
    }

    @Override
    public Iterator<Path> iterator() {
        return this;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && statuses.hasNext()) {
                Path found = HadoopPath.listed(folder, statuses.next());
                next = filter.accept(found) ? found : null;
            }
            return next != null;
        } catch (IOException | RuntimeException e) {
            throw new DirectoryIteratorException(HadoopFailures.of(folder, e));
        }
    }

    @Override
    public Path next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Path found = java.util.Objects.requireNonNull(next);
        next = null;
        return found;
    }

    @Override
    public void close() {}
}
