package io.nilometer.cli.screen;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Problem.Severity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Prints problems in the order of the file, each with the line it is about, a caret under the place, and the fix. */
public final class ProblemPrinter {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem p) -> p.place().file())
            .thenComparingInt(p -> p.place().line())
            .thenComparingInt(p -> p.place().column())
            .thenComparing(Problem::severity)
            .thenComparing(Problem::code);

    /** Values of keys that sound secret: the printed line may end up in a log. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)([\\w.-]*(?:password|secret|token|routing_key|api_key|access[._-]?key|passphrase|credential|jaas)[\\w.-]*\\s*:\\s*)([^\\s,}#][^,}#]*)");

    /** In the address of something. */
    private static final Pattern PASSWORD = Pattern.compile("(://[^/\\s:@]*:)[^@/\\s]+@");

    private static final int LONGEST_LINE = 300;

    private final PrintWriter out;
    private final Paint paint;
    private final SourceLines source;

    public ProblemPrinter(PrintWriter out, Paint paint, SourceLines source) {
        this.out = out;
        this.paint = paint;
        this.source = source;
    }

    /** Prints all problems and, when there are several, how many; prints nothing for none. */
    public void print(List<Problem> problems) {
        problems.stream().sorted(BY_PLACE).forEach(this::print);
        if (problems.size() > 1) {
            out.println(count(problems));
        }
        out.flush();
    }

    public void print(Problem problem) {
        String severity = problem.severity().name().toLowerCase(Locale.ROOT);
        out.println(color(problem.severity(), severity + "[" + problem.code() + "]") + ": "
                + paint.bold(Paint.plain(problem.message())));
        String margin = printPlace(problem.place());
        if (!problem.remedy().isEmpty()) {
            String indent = "\n" + margin + "       ";
            String[] lines = Paint.plain(problem.remedy()).split("\n");
            out.println(margin + paint.blue(" = ") + "fix: " + String.join(indent, lines));
        }
        out.println();
        out.flush();
    }

    /** @return blanks as wide as the line number */
    private String printPlace(Place place) {
        if (place.file().isEmpty()) {
            return " ";
        }
        String number = String.valueOf(place.line());
        String margin = " ".repeat(number.length());
        out.println(margin + paint.blue("--> ") + Paint.plain(place.toString()));
        String line = place.line() == 0 ? null : source.line(place.file(), place.line());
        if (line != null) {
            String masked = SECRET.matcher(Paint.plain(line)).replaceAll("$1***");
            String shown = shortened(PASSWORD.matcher(masked).replaceAll("$1***@"));
            out.println(margin + paint.blue(" |"));
            out.println(paint.blue(number + " | ") + shown);
            if (place.column() > 0 && place.column() <= shown.length() + 1) {
                out.println(margin + paint.blue(" | ") + caretIndent(shown, place.column()) + paint.red("^"));
            }
        }
        return margin;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " …";
    }

    /** Tabs stay tabs, so that the caret stands under its character however wide they are. */
    private static String caretIndent(String line, int column) {
        StringBuilder indent = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            indent.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return indent.toString();
    }

    private String color(Severity severity, String text) {
        return switch (severity) {
            case ERROR -> paint.red(text);
            case WARNING -> paint.yellow(text);
            case INFO -> paint.blue(text);
        };
    }

    private static String count(List<Problem> problems) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long n = problems.stream().filter(p -> p.severity() == severity).count();
            if (n > 0) {
                String word =
                        severity == Severity.INFO ? "note" : severity.name().toLowerCase(Locale.ROOT);
                parts.add(n + " " + word + (n == 1 ? "" : "s"));
            }
        }
        return String.join(", ", parts);
    }
}
