package io.nilometer.bench;

import io.nilometer.cli.demo.DemoBroker;
import java.io.IOException;

/** A Kafka broker in a process of its own. Prints its address; ends, and takes its data with it, when its standard input does. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        Quiet.libraries();
        try (DemoBroker broker = DemoBroker.start(DemoBroker.USUAL_PORT + 1, notice -> {})) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close"));
            System.out.println(broker.address());
            while (System.in.read() >= 0) {
                // Whoever started it says nothing; only the end of its pipe counts.
                continue;
            }
        }
        // Threads of the broker may linger.
        Runtime.getRuntime().exit(0);
    }
}
