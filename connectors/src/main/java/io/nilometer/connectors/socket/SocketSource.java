package io.nilometer.connectors.socket;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.connectors.line.LineInbox;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Records of all connections as one partition, in the order in which they came. */
final class SocketSource implements Source {

    private final LineInbox inbox;
    private final Connections connections;

    SocketSource(LineInbox inbox, Connections connections) {
        this.inbox = inbox;
        this.connections = connections;
    }

    /** Threads that fill an inbox. */
    interface Connections {
        void open(LineInbox inbox);

        void close();
    }

    /** Reads one connection to its end. */
    @FunctionalInterface
    interface Reading {
        void read(InputStream in, LineInbox inbox) throws IOException, InterruptedException;
    }

    @Override
    public void open(Map<String, String> resume) {
        inbox.resume(resume);
        connections.open(inbox);
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        inbox.poll(out, wait);
    }

    @Override
    public List<PartitionStatus> partitions() {
        return inbox.status();
    }

    @Override
    public void pause(Collection<PartitionId> partitions) {
        inbox.pause(partitions);
    }

    @Override
    public void wakeUp() {
        inbox.wakeUp();
    }

    @Override
    public void close() {
        connections.close();
    }
}
