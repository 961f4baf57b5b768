package io.nilometer.core.compile;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.spark.util.Utils;

/**
 * Spark's classes look up the name of this machine when they are loaded, and fail where it has no address, as in a container
 * whose name is in no table. Nothing of ours needs it.
 */
final class HostName {

    private static final String LOOPBACK = "127.0.0.1";

    private HostName() {}

    /** To be called before Spark's settings are touched. */
    static void settle() {
        try {
            InetAddress.getLocalHost();
        } catch (UnknownHostException nameless) {
            Utils.setCustomHostname(LOOPBACK);
        }
    }
}
