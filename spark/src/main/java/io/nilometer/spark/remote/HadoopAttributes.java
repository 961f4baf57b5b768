package io.nilometer.spark.remote;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/** What a store says of a file, in the JDK's words. */
record HadoopAttributes(HadoopPath path, FileStatus status) implements BasicFileAttributes {

    /** Changes with the file: see {@link io.nilometer.api.RemoteFiles}. */
    @Override
    public String fileKey() {
        if (status.isDirectory()) {
            return path.toString();
        }
        String etag = status instanceof EtagSource source ? source.getEtag() : null;
        boolean tagged = etag != null && !etag.isEmpty();
        return path + "#" + status.getLen() + "#" + (tagged ? etag : "@" + status.getModificationTime());
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.fromMillis(status.getModificationTime());
    }

    @Override
    public FileTime lastAccessTime() {
        return FileTime.fromMillis(status.getAccessTime());
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return status.isFile();
    }

    @Override
    public boolean isDirectory() {
        return status.isDirectory();
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return !status.isFile() && !status.isDirectory();
    }

    @Override
    public long size() {
        return status.getLen();
    }
}
