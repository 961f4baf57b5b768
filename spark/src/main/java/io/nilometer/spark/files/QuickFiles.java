package io.nilometer.spark.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, asking the JDK for what Hadoop without its native library starts {@code chmod} and {@code
 * readlink} for: a batch of Spark creates and renames some twenty files, which were more than eighty processes.
 */
final class QuickFiles extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        File file = pathToFile(path);
        if (Files.getFileStore(file.toPath()).supportsFileAttributeView("posix")) {
            String text = permission.getUserAction().SYMBOL
                    + permission.getGroupAction().SYMBOL
                    + permission.getOtherAction().SYMBOL;
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(text);
            Files.setPosixFilePermissions(file.toPath(), permissions);
        }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
        return Files.isSymbolicLink(pathToFile(path).toPath()) ? super.getFileLinkStatus(path) : getFileStatus(path);
    }
}
