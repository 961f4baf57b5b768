package io.nilometer.connectors.socket;

import io.nilometer.api.OptionType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as options write it.
 *
 * @param host a name or number; loopback when only a port was written
 */
record SocketAddressText(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile("(?:(?<host>\\[[0-9a-fA-F:.%]+]|[A-Za-z0-9_.-]+):)?(?<port>\\d{1,5})");

    static final OptionType<SocketAddressText> WITH_HOST =
            new OptionType<>("host:port", "{\"type\":\"string\"}", raw -> parse(String.valueOf(raw), true));
    static final OptionType<SocketAddressText> LOCAL = new OptionType<>(
            "[host:]port", "{\"type\":[\"string\",\"integer\"]}", raw -> parse(String.valueOf(raw), false));

    private static SocketAddressText parse(String text, boolean needsHost) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()
                || (needsHost && matcher.group("host") == null)
                || Integer.parseInt(matcher.group("port")) > 65_535) {
            throw new IllegalArgumentException(
                    needsHost ? "host:port such as localhost:9999" : "a port such as 9999, or host:port");
        }
        String host = matcher.group("host") == null ? "127.0.0.1" : matcher.group("host");
        return new SocketAddressText(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(matcher.group("port")));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
