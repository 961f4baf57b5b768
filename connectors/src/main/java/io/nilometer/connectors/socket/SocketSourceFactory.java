package io.nilometer.connectors.socket;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Rate;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.connectors.line.LineInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes sources that read lines from TCP connections. */
public final class SocketSourceFactory implements SourceFactory {

    static final Option<SocketAddressText> CONNECT = Option.optional(
            "connect",
            SocketAddressText.WITH_HOST,
            "host:port to connect to, again and again when the connection ends");
    static final Option<SocketAddressText> LISTEN = Option.optional(
            "listen",
            SocketAddressText.LOCAL,
            "[host:]port where others may connect; without a host only from this machine");
    static final Option<Long> MAX_CLIENTS =
            Option.of("max_clients", OptionType.INTEGER, 64L, "how many may be connected at once when listening");
    static final Option<Framing> FRAMING = Option.of(
            "framing",
            OptionType.oneOf(Framing.class),
            Framing.AUTO,
            "what a record is: a line; octet_counted, as many bytes as the number before them says (RFC 6587); or either, frame by frame: "
                    + "octets are counted where a number stands before <PRI>");
    static final Option<Duration> GIVE_UP_AFTER = Option.of(
            "give_up_after",
            OptionType.DURATION,
            Duration.ofMinutes(1),
            "how long nobody may be there to connect to before a run with --until-end fails; any other tries for ever");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "socket",
            "Lines or messages of system logs from TCP connections, such as those of nc or rsyslog. What was in flight at a crash is lost.",
            List.of(CONNECT, LISTEN, MAX_CLIENTS, FRAMING, GIVE_UP_AFTER, Rate.MAX_RATE));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>();
        if (options.has(CONNECT) == options.has(LISTEN)) {
            problems.add(Problem.error(
                    "connect-or-listen",
                    "socket: either connect or listen says where lines come from",
                    "write one of them, such as connect: localhost:9999",
                    place));
        }
        if (options.get(MAX_CLIENTS) < 1 || options.get(MAX_CLIENTS) > 10_000) {
            problems.add(Problem.error(
                    "bad-max-clients", "socket: max_clients must be from 1 to 10000", "the default is 64", place));
        }
        return problems;
    }

    @Override
    public String identity(Options options) {
        SocketAddressText connect = options.find(CONNECT);
        return connect == null ? "socket listen " + options.find(LISTEN) : "socket connect " + connect;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.LOST_IN_FLIGHT;
    }

    @Override
    public Distribution distribution(Options options) {
        return new Distribution.ThroughOne(
                "a socket is read by the driver alone, which sends the records on; it cannot be read again, so what was in flight at a crash is lost");
    }

    @Override
    public Source create(Options options, SourceContext context) {
        SocketSource.Reading reading = options.get(FRAMING).reading(context.maxRecordBytes(), context.encoding());
        SocketAddressText connect = options.find(CONNECT);
        if (connect != null) {
            return new SocketSource(
                    new LineInbox(connect.toString(), context),
                    new Caller(
                            connect,
                            context.untilEnd(),
                            reading,
                            context.untilEnd() ? Optional.of(options.get(GIVE_UP_AFTER)) : Optional.empty(),
                            context.notice()));
        }
        SocketAddressText listen = options.get(LISTEN);
        if (context.untilEnd()) {
            throw new NilometerException(
                    "no-end",
                    "stream " + context.stream() + " listens at " + listen
                            + " and never ends, but the run should stop at the end of its inputs",
                    "replace it by a file with --input " + context.stream() + "=PATH");
        }
        return new SocketSource(
                new LineInbox(listen.toString(), context),
                new Listener(listen, options.get(MAX_CLIENTS).intValue(), reading, context.notice()));
    }
}
