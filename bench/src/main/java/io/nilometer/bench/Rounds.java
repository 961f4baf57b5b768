package io.nilometer.bench;

import static io.nilometer.bench.Laboratory.say;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** How fast a topic is read: a bare consumer and the chosen ways in turns, several times. */
final class Rounds {

    /**
     * Of the tutorials' JVM. The launcher's are tuned for Nilometer, whose young generation is small; Spark gets the room that
     * its eight queries take.
     */
    private static final List<String> TUTORIAL_FLAGS = List.of("-Xmx2g", "-XX:MaxNewSize=1g", "-XX:GCTimeRatio=99");

    private final Laboratory laboratory;
    private final long events;
    private final long tutorialEvents;

    Rounds(Laboratory laboratory, long events, long tutorialEvents) {
        this.laboratory = laboratory;
        this.events = events;
        this.tutorialEvents = tutorialEvents;
    }

    Report measure(Set<Way> ways, int rounds) throws IOException, InterruptedException, ExecutionException {
        Topic logs = filled("logs", events);
        Topic tutorialLogs = ways.contains(Way.TUTORIALS) ? filled("tutorial-logs", tutorialEvents) : logs;
        Report report = new Report();
        for (int round = 1; round <= rounds; round++) {
            Sample bare = run(List.of(), BareConsumer.class, address(), logs.name(), String.valueOf(events));
            report.add(Report.BARE_CONSUMER, bare);
            say("round %d: bare consumer %,.0f events/s", round, bare.rate());
            for (Way way : ways) {
                String folder =
                        laboratory.work().resolve(way.toString() + round).toString();
                Sample sample = way.isNilometer()
                        ? nilometer(way, logs.name(), folder)
                        : tutorials(tutorialLogs.name(), folder);
                report.add(way.toString(), sample);
                say("round %d: %s %,.0f events/s", round, way, sample.rate());
            }
        }
        return report;
    }

    private Topic filled(String name, long count) throws InterruptedException, ExecutionException {
        say("filling the topic %s with %,d events (compression %s) …", name, count, laboratory.compression());
        Topic topic = Topic.create(address(), name, laboratory.compression());
        long bytes = topic.fill(laboratory.events(), count);
        say(
                "%,d events of %d bytes, %d partitions, %d processors",
                count, bytes / count, Topic.PARTITIONS, Runtime.getRuntime().availableProcessors());
        return topic;
    }

    private Sample nilometer(Way way, String topic, String folder) throws IOException, InterruptedException {
        return run(
                laboratory.flags(way),
                PipelineRun.class,
                way.name(),
                laboratory.pipeline().toString(),
                address(),
                topic,
                String.valueOf(events),
                folder);
    }

    private Sample tutorials(String topic, String folder) throws IOException, InterruptedException {
        return run(TUTORIAL_FLAGS, TutorialsWay.class, address(), topic, String.valueOf(tutorialEvents), folder);
    }

    private Sample run(List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        double before = laboratory.broker().cpuSeconds();
        Sample sample =
                laboratory.processes().start(flags, main, List.of(arguments)).sample();
        sample.numbers().put("broker_cpu_s", laboratory.broker().cpuSeconds() - before);
        return sample;
    }

    private String address() {
        return laboratory.broker().address();
    }
}
