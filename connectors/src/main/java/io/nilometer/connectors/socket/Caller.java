package io.nilometer.connectors.socket;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.line.LineInbox;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Outage;
import io.nilometer.connectors.pace.Wake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects, reads to the end of the connection, and connects again after a pause. */
final class Caller implements SocketSource.Connections {

    private static final int PATIENCE_MILLIS = 5_000;

    private final SocketAddressText address;
    private final boolean once;
    private final SocketSource.Reading reading;
    private final Wake wake = new Wake();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
    private volatile boolean closed;
    private volatile @Nullable Socket socket;
    private @Nullable Thread thread;
    private final Outage outage;

    /**
     * @param once whether the end of the first connection is the end of the input
     * @param most how long nobody may be there; empty means for ever
     */
    Caller(
            SocketAddressText address,
            boolean once,
            SocketSource.Reading reading,
            Optional<Duration> most,
            Consumer<String> notice) {
        this.address = address;
        this.once = once;
        this.reading = reading;
        this.outage = new Outage(address.toString(), most, notice, Clock.systemUTC());
    }

    @Override
    public void open(LineInbox inbox) {
        Thread started = new Thread(() -> run(inbox), "socket " + address);
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    private void run(LineInbox inbox) {
        try {
            while (!closed) {
                String reason = readOnce(inbox);
                if (reason == null) {
                    return;
                }
                waitAfter(reason);
            }
        } catch (NilometerException e) {
            inbox.fail(e);
        }
    }

    /** @return why to try again; null when no more is to be read */
    private @Nullable String readOnce(LineInbox inbox) {
        try (Socket connection = new Socket()) {
            socket = connection;
            if (closed) {
                return null;
            }
            connection.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
            outage.over();
            backoff.reset();
            reading.read(connection.getInputStream(), inbox);
            if (once) {
                inbox.end();
                return null;
            }
            return "the connection was closed";
        } catch (UnknownHostException e) {
            return "unknown host";
        } catch (IOException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void waitAfter(String reason) {
        Duration pause = backoff.next();
        if (!closed) {
            outage.failed(reason, pause);
            wake.await(pause);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake.up();
        Connection.close(socket);
        Connection.end(thread);
    }
}
