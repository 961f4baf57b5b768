package io.nilometer.spark.remote;

import io.nilometer.api.NilometerException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.VersionInfo;

/** What Hadoop's clients fail with, in the JDK's words or ours. */
final class HadoopFailures {

    /** The clients that Spark does not bring along, by scheme. */
    private static final Map<String, String> JARS = Map.of(
            "s3a", "org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion(),
            "gs", "com.google.cloud.bigdataoss:gcs-connector",
            "abfs", "org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion(),
            "abfss", "org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion(),
            "wasb", "org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion(),
            "wasbs", "org.apache.hadoop:hadoop-azure:" + VersionInfo.getVersion(),
            "oss", "org.apache.hadoop:hadoop-aliyun:" + VersionInfo.getVersion(),
            "cosn", "org.apache.hadoop:hadoop-cos:" + VersionInfo.getVersion());

    /** By name: the classes come with clients that may not be here. */
    private static final Pattern NO_CREDENTIALS = Pattern.compile(".*(NoAuth|NoAwsCredentials|CredentialInit).*");

    private static final Pattern NO_STORE = Pattern.compile(".*UnknownStoreException");

    private HadoopFailures() {}

    /**
     * A failure to be thrown on.
     *
     * @throws NilometerException when it will not pass
     */
    static IOException of(HadoopPath path, Throwable failure) {
        if (failure instanceof NilometerException ours) {
            throw ours;
        }
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            IOException known = known(path, unwrapped(cause), failure);
            if (known != null) {
                return known;
            }
        }
        if (failure instanceof IOException other) {
            return other;
        }
        throw new NilometerException(
                "file-client",
                "Hadoop's client cannot read " + path + ": " + firstLine(failure),
                "see --verbose for details, and spark.hadoop.* for how clients are set up",
                failure);
    }

    private static Throwable unwrapped(Throwable cause) {
        return cause instanceof RemoteException remote ? remote.unwrapRemoteException() : cause;
    }

    private static @org.jspecify.annotations.Nullable IOException known(
            HadoopPath path, Throwable cause, Throwable failure) {
        String name = cause.getClass().getName();
        if (cause instanceof FileSystemException known) {
            return known;
        } else if (cause instanceof FileNotFoundException) {
            return new NoSuchFileException(path.toString());
        } else if (NO_CREDENTIALS.matcher(name).matches()) {
            throw new NilometerException(
                    "file-denied",
                    "may not read " + path + ": " + firstLine(cause),
                    "name credentials by settings such as spark.hadoop.fs.s3a.access.key, or by what the machine offers",
                    failure);
        } else if (cause instanceof AccessControlException) {
            return new AccessDeniedException(path.toString(), null, firstLine(cause));
        } else if (cause instanceof UnknownHostException) {
            throw new NilometerException(
                    "unknown-host",
                    "there is no host for " + path + ": " + firstLine(cause),
                    "mend the address; a name of an HDFS cluster, which is no host, is known by hdfs-site.xml",
                    failure);
        } else if (NO_STORE.matcher(name).matches()) {
            throw new NilometerException(
                    "no-store", "there is no store for " + path + ": " + firstLine(cause), "mend the address", failure);
        } else if (cause instanceof UnsupportedFileSystemException
                || cause instanceof ClassNotFoundException
                || cause instanceof LinkageError) {
            throw noClient(path, cause, failure);
        } else if (cause instanceof IllegalArgumentException && cause.getCause() == null
                || String.valueOf(cause.getMessage()).startsWith("Incomplete HDFS URI")) {
            throw new NilometerException(
                    "bad-path",
                    path + " is not understood: " + firstLine(cause),
                    "write it as in hdfs://namenode:8020/logs, or name the usual store by spark.hadoop.fs.defaultFS",
                    failure);
        } else if (cause instanceof ClosedByInterruptException
                || cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)) {
            return new InterruptedIOException(firstLine(cause));
        }
        return null;
    }

    private static NilometerException noClient(HadoopPath path, Throwable cause, Throwable failure) {
        String scheme = path.getFileSystem().scheme();
        String jar = JARS.get(scheme);
        String remedy = scheme.equals("s3") || scheme.equals("s3n")
                ? "write s3a://"
                : jar != null
                        ? "start with spark-submit --packages " + jar + ", or put its jars among those of Spark"
                        : "mend the scheme, or put a client for it among Spark's jars and name it by spark.hadoop.fs."
                                + scheme + ".impl";
        return new NilometerException(
                "no-file-system",
                "there is no client that reads " + scheme + "://: " + firstLine(cause),
                remedy,
                failure);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }
}
