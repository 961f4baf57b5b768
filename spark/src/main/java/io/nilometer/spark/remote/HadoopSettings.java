package io.nilometer.spark.remote;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * How Hadoop's clients are set up in a run: what differs from their defaults, so that executors, which may have no
 * {@code core-site.xml}, have what the driver has. May hold secrets.
 */
public final class HadoopSettings implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String DEFAULTS = "-default.xml";

    /** Left alone, they wait for a quarter of an hour before they say that nobody answers; we ask again, and tell it. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "ipc.client.connect.timeout", "10000",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.connect.max.retries", "2");

    private final TreeMap<String, String> settings = new TreeMap<>();
    private transient volatile @Nullable Configuration made;

    /** As the driver's own clients are set up. */
    public static HadoopSettings of(Configuration conf) {
        HadoopSettings own = new HadoopSettings();
        IMPATIENT.forEach(own.settings::put);
        for (Map.Entry<String, String> entry : conf) {
            String[] sources = conf.getPropertySources(entry.getKey());
            boolean usual = sources != null && sources.length > 0 && sources[sources.length - 1].endsWith(DEFAULTS);
            if (!usual) {
                own.settings.put(entry.getKey(), entry.getValue());
            }
        }
        return own;
    }

    /** Made at first use, which takes a while. */
    Configuration configuration() {
        Configuration known = made;
        if (known == null) {
            Configuration fresh = new Configuration();
            settings.forEach(fresh::set);
            known = fresh;
            made = fresh;
        }
        return known;
    }

    /** Nothing of what it holds. */
    @Override
    public String toString() {
        return "HadoopSettings[" + settings.size() + "]";
    }
}
