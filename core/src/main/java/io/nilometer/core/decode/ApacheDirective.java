package io.nilometer.core.decode;

import io.nilometer.core.decode.AccessTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A directive of Apache's LogFormat.
 *
 * @param written such as {@code %>s} or {@code %{Referer}i}
 * @param name its letter, or {@code ^ti} and the like
 * @param argument what is in its braces; empty when there is nothing
 */
record ApacheDirective(String written, String name, String argument) {

    /** Reads the directive that begins with the % at this place: modifiers, statuses and braces in any order, then its name. */
    static ApacheDirective at(String format, int start) {
        String argument = "";
        int p = start + 1;
        while (p < format.length() && "!<>,0123456789{".indexOf(format.charAt(p)) >= 0) {
            if (format.charAt(p) == '{') {
                int close = format.indexOf('}', p);
                if (close < 0) {
                    throw new TemplateException(
                            "has a { without }: " + format.substring(start), "close it, as in %{Referer}i");
                }
                argument = format.substring(p + 1, close);
                p = close;
            }
            p++;
        }
        int length = p < format.length() && format.charAt(p) == '^' ? 3 : 1;
        if (p + length > format.length()) {
            throw new TemplateException(
                    "has a % without a directive: " + format.substring(start), "write %% for a percent sign");
        }
        return new ApacheDirective(format.substring(start, p + length), format.substring(p, p + length), argument);
    }

    boolean isTime() {
        return name.equals("t");
    }

    int length() {
        return written.length();
    }

    /**
     * As a variable.
     *
     * @param sizeIsFree neither %b nor %B is in the format, so that the bytes sent are its size
     */
    Part part(boolean sizeIsFree) {
        return switch (name) {
            case "h" -> variable(AccessKind.HOST, "ip", "remote_host");
            case "a" ->
                argument.equals("c")
                        ? variable(AccessKind.ADDRESS, "peer_ip")
                        : variable(AccessKind.ADDRESS, "ip", "client_ip");
            case "A" -> variable(AccessKind.ADDRESS, "local_ip");
            case "l" -> variable(AccessKind.WORD, "identity");
            case "u" -> variable(AccessKind.USER, "user");
            case "r" -> variable(AccessKind.REQUEST, "request");
            case "m" -> variable(AccessKind.NAME, "method", "request_method");
            case "U" -> variable(AccessKind.PATH, "path");
            case "q" -> variable(AccessKind.QUERY, "query");
            case "H" -> variable(AccessKind.NAME, "protocol", "request_protocol");
            case "s" ->
                written.contains(">")
                        ? variable(AccessKind.STATUS, "status", "final_status")
                        : variable(AccessKind.STATUS, "status", "original_status");
            case "b", "B" -> new Part("%b", List.of("size"), AccessKind.INTEGER, null);
            case "O" ->
                sizeIsFree
                        ? variable(AccessKind.INTEGER, "size", "bytes_sent")
                        : variable(AccessKind.INTEGER, "bytes_sent");
            case "I" -> variable(AccessKind.INTEGER, "bytes_received");
            case "S" -> variable(AccessKind.INTEGER, "bytes_transferred");
            case "D" -> variable(AccessKind.INTEGER, "duration_us");
            case "T" -> duration();
            case "v" -> variable(AccessKind.HOST, "vhost", "canonical_vhost");
            case "V" -> variable(AccessKind.HOST, "vhost", "requested_vhost");
            case "p" -> port();
            case "P" ->
                argument.isEmpty() || argument.equals("pid")
                        ? variable(AccessKind.INTEGER, "pid")
                        : variable(AccessKind.WORD, "thread_id");
            case "k" -> variable(AccessKind.INTEGER, "keepalive_requests");
            case "X" -> variable(AccessKind.CONNECTION, "connection_status");
            case "L" -> variable(AccessKind.WORD, "log_id");
            case "R" -> variable(AccessKind.WORD, "handler");
            case "f" -> variable(AccessKind.TEXT, "filename");
            case "i" -> header();
            case "o" -> named("response_");
            case "C" -> named("cookie_");
            case "e" -> named("env_");
            case "n" -> named("note_");
            case "x", "c" -> named("");
            case "^ti" -> named("trailer_");
            case "^to" -> named("response_trailer_");
            default ->
                throw new TemplateException(
                        "has " + written + ", which is no directive that can be read",
                        "write %% for a percent sign, or use `format: regex`; there are %a %A %b %B %C %D %e %f %h %H"
                                + " %i %I %k %l %L %m %n %o %O %p %P %q %r %R %s %S %t %T %u %U %v %V %x %X");
        };
    }

    private Part duration() {
        return switch (argument) {
            case "", "s" -> variable(AccessKind.INTEGER, "duration_s");
            case "ms" -> variable(AccessKind.INTEGER, "duration_ms");
            case "us" -> variable(AccessKind.INTEGER, "duration_us", "duration_in_us");
            default ->
                throw new TemplateException(
                        "has " + written + ", whose unit Apache does not know", "write %{s}T, %{ms}T or %{us}T");
        };
    }

    private Part port() {
        return switch (argument) {
            case "" -> variable(AccessKind.SMALL_INTEGER, "port");
            case "canonical" -> variable(AccessKind.SMALL_INTEGER, "port", "canonical_port");
            case "local" -> variable(AccessKind.SMALL_INTEGER, "local_port");
            case "remote" -> variable(AccessKind.SMALL_INTEGER, "remote_port");
            default ->
                throw new TemplateException(
                        "has " + written + ", a port that Apache does not know",
                        "write %p, %{canonical}p, %{local}p or %{remote}p");
        };
    }

    private Part header() {
        String field = field("");
        return switch (field) {
            case "referer" -> variable(AccessKind.TEXT, "referrer", "referer");
            case "x_forwarded_for" -> variable(AccessKind.ADDRESSES, field);
            case "content_length" -> variable(AccessKind.INTEGER, field);
            default -> variable(AccessKind.TEXT, field, "header_" + field);
        };
    }

    private Part named(String prefix) {
        return variable(AccessKind.TEXT, field(prefix));
    }

    private String field(String prefix) {
        if (argument.isEmpty()) {
            throw new TemplateException("has " + written + " without a name", "write which one, as in %{name}" + name);
        }
        String field = prefix + argument.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return Character.isDigit(field.charAt(0)) ? "_" + field : field;
    }

    private Part variable(AccessKind kind, String... names) {
        List<String> all = new ArrayList<>(List.of(names));
        return new Part(written, all, kind, null);
    }
}
