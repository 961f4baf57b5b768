package io.nilometer.cli.live;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.Termios;
import org.jline.nativ.CLibrary.WinSize;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The terminal behind standard output, as a screen of its own: entered when it is opened, left with everything as it was.
 * Each frame is one write of the lines that differ from the one before.
 *
 * <p>What the terminal can do is looked up by its type. Its size and settings are asked of the system by file descriptor, so
 * that records may come in by standard input meanwhile; signals stay Java's, which end the run in order.
 */
final class Tty {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;

    /** Whether the terminal repeats what is typed; the same bit on all systems that have it. */
    private static final long ECHO = 8;

    private static final Size USUAL = new Size(80, 24);

    private final Terminal type;
    private final @Nullable Termios before;
    private final OutputStream out;
    private final Glyphs glyphs;
    private final boolean colour;
    private List<String> shown = List.of();
    private @Nullable Size shownSize;
    private boolean left;

    private Tty(Terminal type, @Nullable Termios before, OutputStream out, Glyphs glyphs, boolean colour) {
        this.type = type;
        this.before = before;
        this.out = out;
        this.glyphs = glyphs;
        this.colour = colour;
    }

    /**
     * Enters the screen.
     *
     * @param name of the type, as in {@code TERM}
     * @param typed whether standard input is the terminal too: what is typed must not show between the results then
     * @return empty when the terminal cannot do what a screen needs, or nobody knows how
     */
    static Optional<Tty> open(String name, boolean typed, Glyphs glyphs, boolean colour) {
        try {
            load();
            Terminal type = new ExternalTerminal(
                    "type",
                    name,
                    new ByteArrayInputStream(new byte[0]),
                    OutputStream.nullOutputStream(),
                    glyphs.charset());
            for (Capability needed : List.of(Capability.cursor_address, Capability.enter_ca_mode, Capability.clr_eol)) {
                if (type.getStringCapability(needed) == null) {
                    return Optional.empty();
                }
            }
            Tty tty =
                    new Tty(type, typed ? settings() : null, new FileOutputStream(FileDescriptor.out), glyphs, colour);
            tty.enter();
            return Optional.of(tty);
        } catch (IOException | RuntimeException | LinkageError unable) {
            // No library for this machine, or a terminal that does not answer: plain rows can be shown on anything.
            return Optional.empty();
        }
    }

    /** The file of the library is not needed once it is loaded, and would be left behind by a process that is halted. */
    private static void load() throws IOException {
        JLineNativeLoader.initialize();
        String file = JLineNativeLoader.getNativeLibraryPath();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        if (file != null && Path.of(file).toAbsolutePath().startsWith(temporary)) {
            Files.deleteIfExists(Path.of(file));
            Files.deleteIfExists(Path.of(file + ".lck"));
        }
    }

    /** Null when standard input has none. */
    private static @Nullable Termios settings() {
        Termios settings = new Termios();
        return CLibrary.tcgetattr(STDIN, settings) == 0 ? settings : null;
    }

    private void enter() throws IOException {
        Termios quiet = settings();
        if (before != null && quiet != null) {
            quiet.c_lflag &= ~ECHO;
            CLibrary.tcsetattr(STDIN, CLibrary.TCSANOW, quiet);
        }
        write(text(Capability.enter_ca_mode)
                + text(Capability.exit_am_mode)
                + text(Capability.cursor_invisible)
                + text(Capability.clear_screen));
    }

    /** As large as it is now. */
    Size size() {
        WinSize size = new WinSize();
        boolean known = CLibrary.ioctl(STDOUT, CLibrary.TIOCGWINSZ, size) == 0 && size.ws_col > 0 && size.ws_row > 0;
        return known ? new Size(size.ws_col, size.ws_row) : USUAL;
    }

    /**
     * Shows a frame.
     *
     * @param whole also the lines that should stand there already: something else may have written over them
     */
    synchronized void draw(List<Line> lines, Size size, boolean whole) throws IOException {
        if (left) {
            return;
        }
        boolean anew = whole || !size.equals(shownSize);
        List<String> next = new ArrayList<>();
        StringBuilder changes = new StringBuilder();
        if (!size.equals(shownSize)) {
            changes.append(text(Capability.clear_screen));
        }
        for (int row = 0; row < lines.size(); row++) {
            String plain = lines.get(row).plain();
            String line = colour ? lines.get(row).coloured() : plain;
            int width = colour ? lines.get(row).width() : Line.width(plain);
            next.add(line);
            if (anew || row >= shown.size() || !shown.get(row).equals(line)) {
                changes.append(text(Capability.cursor_address, row, 0)).append(line);
                // At the edge the cursor stands on the last character: clearing from there would take it.
                changes.append(width < size.columns() ? text(Capability.clr_eol) : "");
            }
        }
        if (changes.length() > 0) {
            write(changes.toString());
        }
        shown = next;
        shownSize = size;
    }

    /** Puts everything back as it was before; nothing is drawn any more. Idempotent, from any thread. */
    synchronized void leave() {
        if (left) {
            return;
        }
        left = true;
        try {
            write(text(Capability.cursor_normal) + text(Capability.enter_am_mode) + text(Capability.exit_ca_mode));
            if (before != null) {
                CLibrary.tcsetattr(STDIN, CLibrary.TCSANOW, before);
            }
        } catch (IOException gone) {
            // A terminal that is not there any more has nothing to be put back.
            return;
        }
    }

    private String text(Capability capability, Object... parameters) {
        String text = type.getStringCapability(capability);
        return text == null ? "" : Curses.tputs(text, parameters);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(glyphs.charset()));
        out.flush();
    }
}
