package io.nilometer.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/** Ports of the loopback address that nobody listens on. */
final class FreePort {

    private FreePort() {}

    /** The wanted port, or another one, about which {@code notice} is told. */
    static int near(int wanted, Consumer<String> notice) {
        if (isFree(wanted)) {
            return wanted;
        }
        int other = any();
        notice.accept("port " + wanted + " is taken, using " + other);
        return other;
    }

    static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback address", e);
        }
    }

    /** Asks for the wildcard address: a server that listens on all addresses has the loopback one too. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a broker that has just ended linger; the broker binds over them in the same way.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
