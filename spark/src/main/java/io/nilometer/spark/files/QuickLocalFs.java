package io.nilometer.spark.files;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;

/** {@link QuickFiles} for the newer of Hadoop's two interfaces. */
public final class QuickLocalFs extends DelegateToFileSystem {

    /** Called by Hadoop, with these arguments. */
    public QuickLocalFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
        super(FsConstants.LOCAL_FS_URI, new QuickFiles(), configuration, FsConstants.LOCAL_FS_URI.getScheme(), false);
    }

    @Override
    public int getUriDefaultPort() {
        return -1;
    }

    @Override
    public boolean isValidName(String source) {
        // Any name that the operating system takes: more than on other file systems.
        return true;
    }
}
