package io.nilometer.cli.live;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.WinSize;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The terminal behind standard output, as a screen of its own: entered when it is opened, left with everything as it was.
 * Each frame is one write of the lines that differ from the one before.
 */
final class Tty {

    private static final int STDOUT = 1;
    private static final Size USUAL = new Size(80, 24);

    private final Terminal terminal;
    private final @Nullable Attributes before;
    private final OutputStream out;
    private final Glyphs glyphs;
    private final boolean colour;
    private List<String> shown = List.of();
    private Size shownSize = new Size(0, 0);
    private boolean left;

    private Tty(Terminal terminal, @Nullable Attributes before, OutputStream out, Glyphs glyphs, boolean colour) {
        this.terminal = terminal;
        this.before = before;
        this.out = out;
        this.glyphs = glyphs;
        this.colour = colour;
    }

    /**
     * Enters the screen.
     *
     * @param type as in {@code TERM}
     * @param typed whether standard input is the terminal too: what is typed must not show between the results then
     * @return empty when the terminal cannot do what a screen needs, or nobody knows how
     */
    static Optional<Tty> open(String type, boolean typed, Glyphs glyphs, boolean colour) {
        try {
            Terminal terminal = typed ? ofProcess(glyphs) : ofOutputAlone(type, glyphs);
            if (terminal.getStringCapability(Capability.cursor_address) == null
                    || terminal.getStringCapability(Capability.enter_ca_mode) == null
                    || terminal.getStringCapability(Capability.clr_eol) == null) {
                terminal.close();
                return Optional.empty();
            }
            Attributes before = typed ? terminal.getAttributes() : null;
            Tty tty = new Tty(terminal, before, new FileOutputStream(FileDescriptor.out), glyphs, colour);
            tty.enter();
            return Optional.of(tty);
        } catch (IOException | RuntimeException | LinkageError unable) {
            // No library for this machine, or a terminal that does not answer: plain rows can be shown on anything.
            return Optional.empty();
        }
    }

    /** Signals stay Java's: they end the run in order. */
    private static Terminal ofProcess(Glyphs glyphs) throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .dumb(true)
                .nativeSignals(false)
                .graphemeCluster(false)
                .encoding(glyphs.charset())
                .build();
    }

    /** Records come in by standard input: only what the terminal can do is asked here. */
    private static Terminal ofOutputAlone(String type, Glyphs glyphs) throws IOException {
        JLineNativeLoader.initialize();
        return new ExternalTerminal(
                "output",
                type,
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                glyphs.charset());
    }

    private void enter() throws IOException {
        if (before != null) {
            Attributes quiet = new Attributes(before);
            quiet.setLocalFlag(LocalFlag.ECHO, false);
            terminal.setAttributes(quiet);
        }
        write(text(Capability.enter_ca_mode)
                + text(Capability.exit_am_mode)
                + text(Capability.cursor_invisible)
                + text(Capability.clear_screen));
    }

    /** As large as it is now. */
    Size size() {
        org.jline.terminal.Size size = before != null ? terminal.getSize() : sizeOfOutput();
        return size.getColumns() <= 0 || size.getRows() <= 0 ? USUAL : new Size(size.getColumns(), size.getRows());
    }

    private static org.jline.terminal.Size sizeOfOutput() {
        WinSize size = new WinSize();
        CLibrary.ioctl(STDOUT, CLibrary.TIOCGWINSZ, size);
        return new org.jline.terminal.Size(size.ws_col, size.ws_row);
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
            String line = colour ? lines.get(row).coloured() : lines.get(row).plain();
            next.add(line);
            if (anew || row >= shown.size() || !shown.get(row).equals(line)) {
                changes.append(text(Capability.cursor_address, row, 0));
                // The end of a full line is the terminal's edge: what clears to the right of it would take its last column.
                changes.append(line);
                changes.append(lines.get(row).width() < size.columns() ? text(Capability.clr_eol) : "");
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
            write(text(Capability.cursor_normal)
                    + text(Capability.enter_am_mode)
                    + text(Capability.exit_ca_mode));
            if (before != null) {
                terminal.setAttributes(before);
            }
            terminal.close();
        } catch (IOException gone) {
            // A terminal that is not there any more has nothing to be put back.
            return;
        }
    }

    private String text(Capability capability, Object... parameters) {
        String text = terminal.getStringCapability(capability);
        return text == null ? "" : Curses.tputs(text, parameters);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(glyphs.charset()));
        out.flush();
    }
}
