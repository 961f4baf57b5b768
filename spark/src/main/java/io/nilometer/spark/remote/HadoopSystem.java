package io.nilometer.spark.remote;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Set;

/** One of Hadoop's file systems. Its client is made when something is asked for. */
final class HadoopSystem extends FileSystem {

    private static final String GLOB = "glob:";

    private final String scheme;
    private final String authority;
    private final HadoopSettings settings;
    private final Patience patience;
    private final HadoopProvider provider;

    HadoopSystem(String scheme, String authority, HadoopSettings settings, Patience patience) {
        this.scheme = scheme;
        this.authority = authority;
        this.settings = settings;
        this.patience = patience;
        this.provider = new HadoopProvider(this);
    }

    String scheme() {
        return scheme;
    }

    /** What its paths begin with. */
    String root() {
        return authority.isEmpty() ? scheme + ":" : scheme + "://" + authority;
    }

    Patience patience() {
        return patience;
    }

    org.apache.hadoop.fs.Path hadoop(HadoopPath path) {
        return new org.apache.hadoop.fs.Path(
                scheme, authority.isEmpty() ? null : authority, path.local().toString());
    }

    /** Shared by all of the process that ask for the same store as the same user. */
    org.apache.hadoop.fs.FileSystem client(HadoopPath path) throws IOException {
        return hadoop(path).getFileSystem(settings.configuration());
    }

    @Override
    public HadoopProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new HadoopPath(this, Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        String pattern = syntaxAndPattern.startsWith(GLOB + root())
                ? GLOB + syntaxAndPattern.substring(GLOB.length() + root().length())
                : syntaxAndPattern;
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> matcher.matches(((HadoopPath) path).local());
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(new HadoopPath(this, Path.of("/")));
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    /** The client is not ours alone. */
    @Override
    public void close() {}
}
