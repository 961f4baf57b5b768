package io.nilometer.spark.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.Kryo$;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.Python$;
import org.apache.spark.internal.config.Status$;
import org.apache.spark.internal.config.UI$;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.internal.StaticSQLConf$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Spark's own list of its settings: they enter it when the objects that hold them are made. */
final class SparkEntries {

    /** Naming an object makes it; without this list, their settings would not be known. */
    private static final List<Object> HOLDERS = List.of(
            org.apache.spark.internal.config.package$.MODULE$,
            Kryo$.MODULE$,
            Network$.MODULE$,
            Python$.MODULE$,
            Status$.MODULE$,
            UI$.MODULE$,
            SQLConf$.MODULE$,
            StaticSQLConf$.MODULE$);

    private static final SparkEntries ALL = new SparkEntries();

    private final Map<String, ConfigEntry<?>> byName;

    private SparkEntries() {
        Map<String, ConfigEntry<?>> found = new TreeMap<>();
        for (ConfigEntry<?> entry : ConfigEntry.listAllEntries()) {
            found.put(entry.key(), entry);
            CollectionConverters.asJava(entry.alternatives()).forEach(name -> found.putIfAbsent(name, entry));
            OptionConverters.toJava(entry.prependedKey()).ifPresent(name -> found.putIfAbsent(name, entry));
        }
        byName = Collections.unmodifiableMap(found);
    }

    /** Made at first use, which takes about a second. */
    static SparkEntries all() {
        return ALL;
    }

    Optional<ConfigEntry<?>> entry(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names that a pipeline may use, without their prefix. */
    List<String> suggestions(String prefix) {
        List<String> names = new ArrayList<>(byName.keySet());
        names.addAll(OpenNames.SINGLE);
        return names.stream()
                .filter(name -> Settled.of(name).isEmpty())
                .map(name -> name.substring(prefix.length()))
                .toList();
    }
}
