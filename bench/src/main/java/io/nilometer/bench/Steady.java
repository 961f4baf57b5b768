package io.nilometer.bench;

import static io.nilometer.bench.Laboratory.say;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** How long batches take while events come at a steady rate, which this process writes. */
final class Steady {

    private final Laboratory laboratory;
    private final long perSecond;
    private final long total;

    Steady(Laboratory laboratory, long perSecond, Duration during) {
        this.laboratory = laboratory;
        this.perSecond = perSecond;
        total = perSecond * during.toSeconds();
    }

    /** Ways without batches of ours are left out. */
    SteadyReport measure(Set<Way> ways) throws IOException, InterruptedException, ExecutionException {
        SteadyReport report = new SteadyReport();
        for (Way way : ways) {
            if (way.isNilometer()) {
                report.add(way.toString(), measure(way));
            }
        }
        return report;
    }

    private Sample measure(Way way) throws IOException, InterruptedException, ExecutionException {
        String brokers = laboratory.broker().address();
        Topic topic = Topic.create(brokers, "steady-" + way, laboratory.compression());
        Measured run = laboratory
                .processes()
                .start(
                        laboratory.flags(way),
                        SteadyRun.class,
                        List.of(
                                way.name(),
                                laboratory.pipeline().toString(),
                                brokers,
                                topic.name(),
                                String.valueOf(total),
                                laboratory.work().resolve("steady-" + way).toString()));
        run.hear(SteadyRun.READY);
        say("%s: writing %,d events, %,d a second …", way, total, perSecond);
        double reached = topic.feed(laboratory.events(), total, perSecond);
        run.tell("written");
        Sample sample = run.sample();
        sample.numbers().put("written_per_second", reached);
        return sample;
    }
}
