package io.nilometer.api.disk;

import io.nilometer.api.NilometerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Files under names of ours. Under such a name there is nothing, or a plain file: a symbolic link is never followed, a pipe or
 * a device never opened, which would wait or write elsewhere. What else is found is an error with the code
 * {@code not-our-file}.
 */
public final class OwnFile {

    /** Ends the name of a file that is about to replace another. */
    public static final String NEXT = ".next";

    private OwnFile() {}

    /** @throws NilometerException when there is something under this name that is no plain file */
    public static void check(Path file) throws IOException {
        attributes(file).filter(found -> !found.isRegularFile()).ifPresent(found -> {
            throw notOurs(file, found, "a file");
        });
    }

    /** @throws NilometerException when there is something under this name that is no folder, or only leads to one */
    public static void checkFolder(Path folder) throws IOException {
        attributes(folder).filter(found -> !found.isDirectory()).ifPresent(found -> {
            throw notOurs(folder, found, "a folder");
        });
    }

    /** @throws NilometerException when anything in the folder, at any depth, is neither a plain file nor a folder */
    public static void checkTree(Path folder) throws IOException {
        checkFolder(folder);
        if (attributes(folder).isEmpty()) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                if (!found.isRegularFile()) {
                    throw notOurs(file, found, "a file");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    /** Opens a file to be read and written, or makes it. */
    public static FileChannel open(Path file) throws IOException {
        check(file);
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** The whole content; empty when there is no such file. */
    public static Optional<byte[]> read(Path file) throws IOException {
        check(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream in = Channels.newInputStream(channel)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            in.transferTo(content);
            return Optional.of(content.toByteArray());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces a file as a whole, or makes it. Durable on return; a crash leaves the old or the new one. */
    public static void replace(Path file, byte[] content) throws IOException {
        check(file);
        Path next = file.resolveSibling(file.getFileName() + NEXT);
        check(next);
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.toAbsolutePath().getParent());
    }

    /** Removes a file if it is there. */
    public static void remove(Path file) throws IOException {
        check(file);
        Files.deleteIfExists(file);
    }

    /** Makes the names in a folder durable. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static NilometerException notOurs(Path path, BasicFileAttributes found, String wanted) {
        String kind = found.isSymbolicLink()
                ? "a symbolic link"
                : found.isDirectory() ? "a folder" : found.isRegularFile() ? "a file" : "a pipe, a socket or a device";
        return new NilometerException(
                "not-our-file",
                path + " is " + kind + ", where only " + wanted + " of this program's own may be: it is left alone",
                "remove it, after a look at who has put it there; or give another folder");
    }
}
