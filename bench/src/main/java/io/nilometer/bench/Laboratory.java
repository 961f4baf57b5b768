package io.nilometer.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What measurements are made with.
 *
 * @param work a folder that goes at the end
 * @param flags further ones of Nilometer's JVM
 * @param sparkFlags those that the launcher adds for the Spark engine
 * @param compression of topics, as Kafka calls it
 */
record Laboratory(
        Processes processes,
        Processes.Broker broker,
        Path work,
        Path pipeline,
        List<String> flags,
        List<String> sparkFlags,
        LogEvents events,
        String compression) {

    /** Flags of the JVM in which an engine runs; of two that contradict each other the later one counts. */
    List<String> flags(Way way) {
        List<String> all = new ArrayList<>(way == Way.SPARK ? sparkFlags : List.of());
        if (flags.stream().anyMatch(flag -> flag.startsWith("-Xmx"))) {
            // As the launcher: a bounded heap may be smaller than what the engine's begins with.
            all.removeIf(flag -> flag.startsWith("-Xms"));
        }
        all.addAll(flags);
        return all;
    }

    /** Tells who waits what is going on. */
    static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
