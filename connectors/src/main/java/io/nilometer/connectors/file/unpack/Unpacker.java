package io.nilometer.connectors.file.unpack;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked bytes of a packed file, member after member, up to its end or to where it is cut or damaged; {@link #fault}
 * says which. They are the same however they are asked for. Zeros behind the last member are padding.
 */
public final class Unpacker implements Closeable {

    static final int STEP = 1 << 15;

    private final Packing packing;
    private final PackedBytes in;
    private final MemberReader members;
    private final byte[] step = new byte[STEP];
    private int at;
    private int end;
    private boolean inMember;
    private boolean ended;
    private @Nullable Fault fault;

    /** @param limit no packed bytes after this one are looked at */
    public Unpacker(Packing packing, SeekableByteChannel channel, long limit) {
        this.packing = packing;
        this.in = new PackedBytes(channel, limit);
        this.members = packing.reader(in);
    }

    /** Goes on with the same file, opened again: nothing is unpacked twice. */
    public void channel(SeekableByteChannel again) {
        in.channel(again);
    }

    /** About how much memory it takes while it waits. */
    public long heldBytes() {
        return packing.heldBytes();
    }

    /** As {@link java.io.InputStream#read(byte[], int, int)}; fails only when the file cannot be read. */
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(step, at, into, offset, count);
        at += count;
        return count;
    }

    /** Fewer than wanted when there are not so many. */
    public long skip(long wanted) throws IOException {
        long skipped = 0;
        while (skipped < wanted && (at < end || fill())) {
            int count = (int) Math.min(wanted - skipped, end - at);
            at += count;
            skipped += count;
        }
        return skipped;
    }

    /** How many packed bytes have been unpacked. */
    public long position() {
        return in.position();
    }

    /** Known when {@link #read} has given -1; null when the file is whole. */
    public @Nullable Fault fault() {
        return fault;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        while (!ended && end == 0) {
            try {
                unpack();
            } catch (EOFException e) {
                stop(Fault.Kind.CUT, in.position(), "the " + packing + " data ends too soon");
            } catch (IOException e) {
                if (in.failure() != null) {
                    throw in.failure();
                }
                stop(Fault.Kind.DAMAGED, in.position(), "the " + packing + " data is damaged (" + e.getMessage() + ")");
            }
        }
        return end > 0;
    }

    private void unpack() throws IOException {
        if (inMember) {
            int got = members.read(step);
            inMember = got >= 0;
            end = Math.max(0, got);
            return;
        }
        int bytes = Math.min(Packing.LONGEST, in.available(Packing.LONGEST));
        Likeness next = packing.likeness(in.buffer(), in.at(), bytes);
        if (next == Likeness.YES) {
            members.begin();
            inMember = true;
        } else if (bytes == 0) {
            ended = true;
        } else if (next == Likeness.PERHAPS) {
            throw new EOFException();
        } else {
            checkPadding();
        }
    }

    private void checkPadding() throws IOException {
        long start = in.position();
        while (in.available(1) > 0) {
            if (in.next() != 0) {
                stop(Fault.Kind.TRAILED, start, "the " + packing + " data is at its end and something else begins");
                return;
            }
        }
        ended = true;
    }

    private void stop(Fault.Kind kind, long position, String what) {
        fault = new Fault(kind, position, what);
        ended = true;
    }

    @Override
    public void close() {
        members.close();
    }
}
