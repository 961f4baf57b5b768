package io.nilometer.cli.demo;

/** Whether Kafka's broker is part of this program: the jar for clusters leaves it out. */
public final class EmbeddedBroker {

    private EmbeddedBroker() {}

    public static boolean isHere() {
        return EmbeddedBroker.class.getResource("/kafka/server/KafkaRaftServer.class") != null;
    }
}
