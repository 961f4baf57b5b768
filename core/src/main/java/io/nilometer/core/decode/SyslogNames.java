package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Severities and facilities (RFC 5424, section 6.2.1) as syslog.conf names them, and all priorities as text. */
final class SyslogNames {

    static final int MOST = 191;

    private static final byte[][] SEVERITIES =
            bytes(Stream.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"));
    private static final byte[][] FACILITIES = bytes(Stream.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "security",
            "console",
            "solaris-cron",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7"));
    private static final byte[][] NUMBERS = bytes(IntStream.rangeClosed(0, MOST).mapToObj(Integer::toString));

    private SyslogNames() {}

    static byte[] severity(int severity) {
        return SEVERITIES[severity];
    }

    static byte[] facility(int facility) {
        return FACILITIES[facility];
    }

    static byte[] number(int number) {
        return NUMBERS[number];
    }

    private static byte[][] bytes(Stream<String> names) {
        return names.map(name -> name.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    }
}
