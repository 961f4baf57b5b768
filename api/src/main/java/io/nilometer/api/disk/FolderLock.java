package io.nilometer.api.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A locked file in a folder that says which process has the folder. Within the process it may be held by several, who share it
 * if they agree to. It is let go of when the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {

    /**
     * Locks that this process has. Asked before a lock file is touched: closing any channel of a file lets go of all locks that
     * the process has on it (POSIX).
     */
    private static final Map<Path, FolderLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final boolean shared;
    private int holders = 1;

    private FolderLock(Path file, FileChannel channel, boolean shared) {
        this.file = file;
        this.channel = channel;
        this.shared = shared;
    }

    /** Somebody else has the folder. */
    public static final class Taken extends IOException {
        private static final long serialVersionUID = 1L;

        private Taken(String owner) {
            super(owner);
        }

        /** Who has it, such as {@code process 17}. */
        public String owner() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * @param folder an existing folder
     * @param name of the file in it
     * @param shared whether others of this process that say so too may hold it at the same time
     * @throws Taken when somebody else has it
     */
    public static FolderLock take(Path folder, String name, boolean shared) throws IOException {
        Path file = folder.toRealPath().resolve(name);
        synchronized (HELD) {
            FolderLock held = HELD.get(file);
            if (held != null) {
                if (!shared || !held.shared) {
                    throw new Taken("process " + ProcessHandle.current().pid());
                }
                held.holders++;
                return held;
            }
            FolderLock taken = new FolderLock(file, lock(file), shared);
            HELD.put(file, taken);
            return taken;
        }
    }

    /** Once by each who has taken it. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            holders--;
            if (holders == 0) {
                HELD.remove(file);
                channel.close();
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = OwnFile.open(file);
        try {
            // Far behind the content: where locks are mandatory, others can still read whose it is.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                String owner = read(channel);
                throw new Taken(owner == null ? "another process" : "process " + owner);
            }
            String pid = String.valueOf(ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
        return text.matches("\\d+") ? text : null;
    }
}
