package io.nilometer.spark.rerun;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under another name: whoever is the first to write a version of a shard's state fails, so that every
 * task that merges is run a second time, after it has done all but the last of its work.
 */
public final class FirstTryFails extends RawLocalFileSystem {

    static final String SCHEME = "first-try-fails";

    private static final URI NAME = URI.create(SCHEME + ":///");
    private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

    /** The writes that have failed. */
    static int failures() {
        return TRIED.size();
    }

    @Override
    public URI getUri() {
        return NAME;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        refuse(path);
        return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }

    /** Names are {@code state/operator/shard/.version_id.changelog.….tmp}. */
    private static void refuse(Path path) throws IOException {
        String name = path.getName();
        if (path.getParent().getParent().getParent().getName().equals("state")
                && name.matches("\\.?\\d+_.*\\.(changelog|zip)\\b.*")) {
            String version = path.getParent() + " " + name.replaceAll("^\\.|_.*", "");
            if (TRIED.add(version)) {
                throw new IOException("the first try to write " + path + " fails");
            }
        }
    }
}
