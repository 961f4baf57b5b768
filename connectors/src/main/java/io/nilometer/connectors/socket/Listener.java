package io.nilometer.connectors.socket;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.line.LineInbox;
import io.nilometer.connectors.pace.Wake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets others connect, each read on its own thread. */
final class Listener implements SocketSource.Connections {

    private final SocketAddressText address;
    private final int mostClients;
    private final SocketSource.Reading reading;
    private final Consumer<String> notice;
    private final Map<Socket, Thread> clients = new ConcurrentHashMap<>();
    private final Wake wake = new Wake();
    private volatile boolean closed;
    private @Nullable ServerSocket server;
    private @Nullable Thread thread;
    private boolean toldFull;

    Listener(SocketAddressText address, int mostClients, SocketSource.Reading reading, Consumer<String> notice) {
        this.address = address;
        this.mostClients = mostClients;
        this.reading = reading;
        this.notice = notice;
    }

    @Override
    public void open(LineInbox inbox) {
        ServerSocket bound = bind();
        server = bound;
        notice.accept("listening at " + new SocketAddressText(address.host(), bound.getLocalPort()));
        Thread accepting = daemon("socket " + address, () -> accept(bound, inbox));
        accepting.start();
        thread = accepting;
    }

    private ServerSocket bind() {
        ServerSocket made = null;
        try {
            made = new ServerSocket();
            made.setReuseAddress(true);
            made.bind(new InetSocketAddress(address.host(), address.port()));
            return made;
        } catch (IOException e) {
            Connection.close(made);
            throw new NilometerException(
                    "cannot-listen",
                    "cannot listen at " + address + " (" + e.getMessage() + ")",
                    "stop what uses the port, or choose another",
                    e);
        }
    }

    private void accept(ServerSocket bound, LineInbox inbox) {
        while (!closed) {
            try {
                Socket client = bound.accept();
                if (clients.size() >= mostClients) {
                    client.close();
                    if (!toldFull) {
                        toldFull = true;
                        notice.accept(address + ": more than " + mostClients + " connections at once are turned away");
                    }
                    continue;
                }
                Thread reading = daemon("socket " + client.getRemoteSocketAddress(), () -> read(client, inbox));
                clients.put(client, reading);
                reading.start();
            } catch (IOException e) {
                if (!closed) {
                    notice.accept("a connection to " + address + " failed (" + e.getMessage() + ")");
                    // Out of file handles, say: without a pause this would go round and round.
                    wake.await(Duration.ofSeconds(1));
                }
            }
        }
    }

    private void read(Socket client, LineInbox inbox) {
        try (client) {
            reading.read(client.getInputStream(), inbox);
        } catch (IOException e) {
            if (!closed) {
                notice.accept(
                        "the connection from " + client.getRemoteSocketAddress() + " broke (" + e.getMessage() + ")");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    @Override
    public void close() {
        closed = true;
        wake.up();
        Connection.close(server);
        for (Map.Entry<Socket, Thread> client : List.copyOf(clients.entrySet())) {
            Connection.close(client.getKey());
            client.getValue().interrupt();
        }
        Connection.end(thread);
    }
}
