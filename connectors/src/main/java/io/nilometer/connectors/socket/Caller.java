package io.nilometer.connectors.socket;

import io.nilometer.api.Durations;
import io.nilometer.connectors.line.LineInbox;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Wake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects, reads to the end of the connection, and connects again after a pause; speaks once per outage. */
final class Caller implements SocketSource.Connections {

    private static final int PATIENCE_MILLIS = 5_000;

    private final SocketAddressText address;
    private final boolean once;
    private final SocketSource.Reading reading;
    private final Consumer<String> notice;
    private final Wake wake = new Wake();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private volatile boolean closed;
    private volatile @Nullable Socket socket;
    private @Nullable Thread thread;
    private boolean told;

    /** @param once whether the end of the first connection is the end of the input */
    Caller(SocketAddressText address, boolean once, SocketSource.Reading reading, Consumer<String> notice) {
        this.address = address;
        this.once = once;
        this.reading = reading;
        this.notice = notice;
    }

    @Override
    public void open(LineInbox inbox) {
        Thread started = new Thread(() -> run(inbox), "socket " + address);
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    private void run(LineInbox inbox) {
        while (!closed) {
            try (Socket connection = new Socket()) {
                socket = connection;
                if (closed) {
                    return;
                }
                connection.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
                if (told) {
                    notice.accept("connected to " + address);
                    told = false;
                }
                backoff.reset();
                reading.read(connection.getInputStream(), inbox);
                if (once) {
                    inbox.end();
                    return;
                }
                waitAfter("the connection was closed");
            } catch (UnknownHostException e) {
                waitAfter("unknown host");
            } catch (IOException e) {
                waitAfter(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void waitAfter(String reason) {
        Duration pause = backoff.next();
        if (!closed && !told) {
            told = true;
            notice.accept(
                    "cannot read from " + address + " (" + reason + "), trying again in " + Durations.print(pause));
        }
        if (!closed) {
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
