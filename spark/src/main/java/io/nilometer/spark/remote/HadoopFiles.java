package io.nilometer.spark.remote;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RemoteFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives out paths of all file systems that Hadoop has a client for. Used by any thread. */
public final class HadoopFiles implements RemoteFiles {

    private static final Pattern PARTS =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):(//(?<authority>[^/]*))?(?<path>/.*)?", Pattern.DOTALL);

    private final HadoopSettings settings;
    private final Patience patience;
    private final Map<String, HadoopSystem> systems = new ConcurrentHashMap<>();

    /**
     * @param patience how long a question is asked again that a store does not answer; zero leaves that to the asker
     */
    public HadoopFiles(HadoopSettings settings, Duration patience) {
        this.settings = settings;
        this.patience = new Patience(patience);
    }

    @Override
    public Path path(String place) {
        Matcher parts = PARTS.matcher(place);
        if (!parts.matches()) {
            throw new NilometerException(
                    "bad-path",
                    RemoteFiles.withoutPassword(place) + " names no place",
                    "write it as in hdfs://namenode:8020/logs");
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        String authority = parts.group("authority") == null ? "" : parts.group("authority");
        String root = authority.isEmpty() ? scheme + ":" : scheme + "://" + authority;
        HadoopSystem system =
                systems.computeIfAbsent(root, first -> new HadoopSystem(scheme, authority, settings, patience));
        String path = parts.group("path") == null ? "/" : parts.group("path");
        return new HadoopPath(system, Path.of(path).normalize());
    }
}
