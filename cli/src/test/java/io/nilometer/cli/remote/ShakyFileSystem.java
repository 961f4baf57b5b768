package io.nilometer.cli.remote;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/** A store without inodes, on this disk, that fails as often as it was told to. */
public final class ShakyFileSystem extends RawLocalFileSystem {

    static final String SETTINGS = "spark.hadoop.fs.shaky.impl: " + ShakyFileSystem.class.getName();

    /** How many of the next opens fail, by name. */
    static final Map<String, AtomicInteger> FAILING_OPENS = new ConcurrentHashMap<>();

    /** How many of the next streams break off after their first chunk, by name. */
    static final Map<String, AtomicInteger> BREAKING_STREAMS = new ConcurrentHashMap<>();

    /** How many of the next listings don't show it yet, by name. */
    static final Map<String, AtomicInteger> NOT_LISTED = new ConcurrentHashMap<>();

    /** How many of the next questions for it say that it is not there, although it is listed, by name. */
    static final Map<String, AtomicInteger> LISTED_ONLY = new ConcurrentHashMap<>();

    /** How many of the next listings fail. */
    static final AtomicInteger FAILING_LISTINGS = new AtomicInteger();

    static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

    static void heal() {
        FAILING_OPENS.clear();
        BREAKING_STREAMS.clear();
        NOT_LISTED.clear();
        LISTED_ONLY.clear();
        FAILING_LISTINGS.set(0);
        DENIED.clear();
    }

    @Override
    public URI getUri() {
        return URI.create("shaky://store");
    }

    @Override
    public String getScheme() {
        return "shaky";
    }

    private static boolean takes(Map<String, AtomicInteger> faults, Path path) {
        AtomicInteger left = faults.get(path.getName());
        return left != null && left.getAndDecrement() > 0;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        if (DENIED.contains(path.getName())) {
            throw new AccessControlException("nobody may read " + path.getName());
        }
        if (takes(FAILING_OPENS, path)) {
            throw new IOException("the store is being restarted");
        }
        FSDataInputStream stream = super.open(path, bufferSize);
        return takes(BREAKING_STREAMS, path) ? new FSDataInputStream(new BreakingStream(stream)) : stream;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        if (takes(LISTED_ONLY, path)) {
            throw new FileNotFoundException(path.toString());
        }
        return super.getFileStatus(path);
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        if (FAILING_LISTINGS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("the store is being restarted");
        }
        return Arrays.stream(super.listStatus(folder))
                .filter(status -> !takes(NOT_LISTED, status.getPath()))
                .toArray(FileStatus[]::new);
    }
}
