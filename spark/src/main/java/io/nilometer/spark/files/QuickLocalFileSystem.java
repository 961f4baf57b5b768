package io.nilometer.spark.files;

import org.apache.hadoop.fs.LocalFileSystem;

/**
 * {@link QuickFiles} for the older of Hadoop's two interfaces. Writes no files of checksums beside the files: what Spark and
 * we keep has its own.
 */
public final class QuickLocalFileSystem extends LocalFileSystem {

    /** Called by Hadoop. */
    public QuickLocalFileSystem() {
        super(new QuickFiles());
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }
}
