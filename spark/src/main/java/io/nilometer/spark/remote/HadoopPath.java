package io.nilometer.spark.remote;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/** A path in one of Hadoop's file systems; its names are handled as those of a local path, whose rules are the same. */
final class HadoopPath implements Path {

    private final HadoopSystem system;
    private final Path local;
    private @Nullable FileStatus listed;

    HadoopPath(HadoopSystem system, Path local) {
        this.system = system;
        this.local = local;
    }

    /** One that a listing has shown, with what it said of it. */
    static HadoopPath listed(HadoopPath folder, FileStatus status) {
        HadoopPath path = folder.with(folder.local.resolve(status.getPath().getName()));
        path.listed = status;
        return path;
    }

    /** What the listing said that has shown this path, for the first who asks: later it may be outdated. */
    @Nullable
    FileStatus takeListed() {
        FileStatus taken = listed;
        listed = null;
        return taken;
    }

    /** Without the system. */
    Path local() {
        return local;
    }

    private HadoopPath with(Path other) {
        return new HadoopPath(system, other);
    }

    private static Path local(Path other) {
        if (other instanceof HadoopPath hadoop) {
            return hadoop.local;
        }
        throw new ProviderMismatchException();
    }

    private boolean isSameSystem(Path other) {
        return other instanceof HadoopPath hadoop && hadoop.system.root().equals(system.root());
    }

    @Override
    public HadoopSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return local.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        Path root = local.getRoot();
        return root == null ? null : with(root);
    }

    @Override
    public @Nullable Path getFileName() {
        Path name = local.getFileName();
        return name == null ? null : with(name);
    }

    @Override
    public @Nullable Path getParent() {
        Path parent = local.getParent();
        return parent == null ? null : with(parent);
    }

    @Override
    public int getNameCount() {
        return local.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(local.getName(index));
    }

    @Override
    public Path subpath(int begin, int end) {
        return with(local.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return isSameSystem(other) && local.startsWith(local(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return isSameSystem(other) && local.endsWith(local(other));
    }

    @Override
    public Path normalize() {
        return with(local.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(local.resolve(local(other)));
    }

    /** Of a name without a scheme. */
    @Override
    public Path resolve(String other) {
        return with(local.resolve(other));
    }

    @Override
    public Path relativize(Path other) {
        return with(local.relativize(local(other)));
    }

    @Override
    public URI toUri() {
        return system.hadoop(this).toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return local.isAbsolute() ? this : with(Path.of("/").resolve(local));
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        HadoopPath hadoop = (HadoopPath) other;
        int bySystem = system.root().compareTo(hadoop.system.root());
        return bySystem != 0 ? bySystem : local.compareTo(hadoop.local);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HadoopPath path && isSameSystem(path) && path.local.equals(local);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system.root(), local);
    }

    @Override
    public String toString() {
        return local.isAbsolute() ? system.root() + local : local.toString();
    }
}
