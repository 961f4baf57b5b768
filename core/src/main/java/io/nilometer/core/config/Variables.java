package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in <code>${NAME}</code>, <code>${NAME:-default}</code> and <code>${file:/path}</code>; <code>$${</code> stands for
 * <code>${</code> itself.
 */
final class Variables {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_SECRET_BYTES = 64 << 10;

    private final Map<String, String> sets;
    private final Function<String, @Nullable String> environment;
    private final boolean lenient;
    private final Path directory;
    private final Problems problems;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<NotLookedAt> notLookedAt = new ArrayList<>();

    Variables(
            Map<String, String> sets,
            Function<String, @Nullable String> environment,
            boolean lenient,
            Path directory,
            Problems problems) {
        this.sets = sets;
        this.environment = environment;
        this.lenient = lenient;
        this.directory = directory;
        this.problems = problems;
    }

    /**
     * @param unset a variable has no value and none is needed: the text keeps it as written
     * @param secret the content of a file is in the text
     */
    record Filled(String text, boolean unset, boolean secret) {}

    Filled fill(String text, Place place) {
        if (!text.contains("${")) {
            return new Filled(text, false, false);
        }
        StringBuilder out = new StringBuilder();
        boolean unset = false;
        boolean secret = false;
        int at = 0;
        while (at < text.length()) {
            int start = text.indexOf("${", at);
            if (start < 0) {
                break;
            }
            if (start > at && text.charAt(start - 1) == '$') {
                out.append(text, at, start - 1).append("${");
                at = start + 2;
                continue;
            }
            int end = text.indexOf('}', start);
            if (end < 0) {
                problems.error(
                        "bad-variable",
                        place,
                        "a variable begins with ${ and has no }",
                        "close it, or write $${ for a plain ${");
                break;
            }
            String inner = text.substring(start + 2, end);
            String value = inner.startsWith("file:") ? file(inner.substring(5), place) : variable(inner, place);
            secret |= inner.startsWith("file:");
            unset |= value == null;
            out.append(text, at, start).append(value == null ? text.substring(start, end + 1) : value);
            at = end + 1;
        }
        out.append(text, at, text.length());
        return new Filled(out.toString(), unset, secret);
    }

    private @Nullable String variable(String inner, Place place) {
        int colon = inner.indexOf(":-");
        String name = colon < 0 ? inner : inner.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            problems.error(
                    "bad-variable",
                    place,
                    "`${" + name + "}` is not a variable",
                    "write ${NAME}, ${NAME:-default} or ${file:/path}; write $${ for a plain ${");
            return null;
        }
        used.add(name);
        String value = sets.containsKey(name) ? sets.get(name) : environment.apply(name);
        if (colon >= 0 && (value == null || value.isEmpty())) {
            return inner.substring(colon + 2);
        }
        if (value == null && !lenient) {
            problems.error(
                    "unset-variable",
                    place,
                    "the variable " + name + " is not set and has no default",
                    "set it in the environment or with --set " + name + "=…, or write ${" + name + ":-default}");
        }
        if (value == null) {
            notLookedAt.add(new NotLookedAt(name + " is unset", place));
        }
        return value;
    }

    /** Variables without a value and files that stay closed, where that is no mistake. */
    List<NotLookedAt> notLookedAt() {
        return List.copyOf(notLookedAt);
    }

    /** Secrets stay in their files while nothing is run. */
    private @Nullable String file(String written, Place place) {
        if (lenient) {
            notLookedAt.add(new NotLookedAt("the file " + written + " is not opened", place));
            return null;
        }
        try {
            Path path = directory.resolve(written);
            if (!Files.isRegularFile(path)) {
                throw new IOException(Files.exists(path) ? "it is not a file" : "it does not exist");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_SECRET_BYTES + 1);
                if (bytes.length > MOST_SECRET_BYTES) {
                    throw new IOException("it is larger than 64 KiB");
                }
                String content = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
                problems.hide(content);
                return content;
            }
        } catch (IOException | InvalidPathException e) {
            String cause = e.getMessage() == null || e.getMessage().equals(written)
                    ? e.getClass().getSimpleName()
                    : e.getMessage();
            problems.error(
                    "unreadable-file",
                    place,
                    "cannot read the file of ${file:" + written + "}: " + cause,
                    "check its path and permissions");
            return null;
        }
    }

    /** Tells of values that were given for variables which the file does not have: mostly a typing mistake. */
    void checkAllSetsUsed(Place file) {
        for (String name : sets.keySet()) {
            if (!used.contains(name)) {
                problems.warning(
                        "unused-set",
                        file,
                        "--set " + name + "=… sets a variable that the file does not use",
                        Nearest.remedy(name, used));
            }
        }
    }
}
