package io.nilometer.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What measurements are made with.
 *
 * @param work a folder that goes at the end
 * @param flags further ones of Nilometer's JVM
 * @param compression of topics, as Kafka calls it
 */
record Laboratory(
        Processes processes,
        Processes.Broker broker,
        Path work,
        Path pipeline,
        List<String> flags,
        LogEvents events,
        String compression) {

    /** Tells who waits what is going on. */
    static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
