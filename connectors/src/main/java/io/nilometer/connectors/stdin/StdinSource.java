package io.nilometer.connectors.stdin;

import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.line.LineInbox;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads standard input on a thread of its own: a read of it cannot be interrupted. */
final class StdinSource implements Source {

    private final LineInbox inbox;
    private @Nullable Thread reader;
    private volatile @Nullable IOException failure;

    StdinSource(SourceContext context) {
        this.inbox = new LineInbox("stdin", context);
    }

    @Override
    public void open(Map<String, String> resume) {
        inbox.resume(resume);
        InputStream in = System.in;
        Thread thread = new Thread(() -> read(in), "stdin");
        thread.setDaemon(true);
        thread.start();
        reader = thread;
    }

    private void read(InputStream in) {
        try {
            inbox.readFrom(in);
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        inbox.end();
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        inbox.poll(out, wait);
        IOException broken = failure;
        if (broken != null) {
            throw new NilometerException(
                    "stdin-failed",
                    "reading standard input failed (" + broken.getMessage() + ")",
                    "check what is piped in",
                    broken);
        }
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

    /** The thread may be waiting for input and is left to end with the process. */
    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
