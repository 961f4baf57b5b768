package io.nilometer.connectors.file;

import io.nilometer.connectors.file.unpack.Fault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A file with how far it has been read, recognized again by its key (device and inode) and by how it begins. */
final class TrackedFile {

    private Path path;
    private String key;
    private final Past past;
    private boolean doubtful;
    private long offset;
    private long readTo;
    private long size;
    private FileTime modified = FileTime.fromMillis(0);
    private final PackedReading packed = new PackedReading();
    private boolean restart;
    private @Nullable OpenFile input;

    TrackedFile(FoundFile found, long offset, Past past) {
        this(found.path(), found.key(), offset, past);
        this.size = found.size();
        this.modified = found.modified();
        packed.packing(found.packing());
    }

    TrackedFile(Path path, String key, long offset, Past past) {
        this.path = path;
        this.key = key;
        this.offset = offset;
        this.readTo = offset;
        this.past = past;
    }

    Path path() {
        return path;
    }

    String key() {
        return key;
    }

    Fingerprint fingerprint() {
        return past.head();
    }

    Past past() {
        return past;
    }

    /** Whether what was read of it is still in it. */
    Past.Change change() throws IOException {
        return isRemote() ? Past.Change.NONE : past.changeIn(input());
    }

    /** Makes the next look compare bytes even if size and time say that nothing has changed. */
    void doubt() {
        doubtful = true;
        close();
    }

    boolean isDoubtful() {
        return doubtful;
    }

    /** Where the first line starts that has not been handed over. */
    long offset() {
        return offset;
    }

    void advance(long bytes) {
        offset += bytes;
    }

    /** How far bytes have been taken from it; beyond {@link #offset} by an unfinished line. */
    long readTo() {
        return readTo;
    }

    void readTo(long position) {
        readTo = position;
    }

    /** As last seen; packed bytes for a packed file. */
    long size() {
        return size;
    }

    FileTime modified() {
        return modified;
    }

    /** Whether what it holds is packed, as it was last seen. */
    boolean isPacked() {
        return packed.isPacked();
    }

    PackedReading packed() {
        return packed;
    }

    /** Bytes of a packed file, packed, that have been taken so far. */
    long taken() {
        OpenFile open = input;
        return open == null || open.isReleased() ? 0 : open.taken();
    }

    /** Of a packed file that is open: why it gives no more; null when it is whole, or has more to give. */
    @Nullable
    Fault fault() {
        return input == null ? packed.fault() : input.fault();
    }

    /** Reads no further than it was when it was seen. */
    TrackedFile upToItsSize() {
        packed.limit(size);
        return this;
    }

    /** Whether it has a descriptor. */
    boolean isOpen() {
        return input != null && !input.isReleased();
    }

    /** Lets go of the descriptor; see {@link OpenFile#release}. */
    long release() {
        return input == null ? 0 : input.release();
    }

    OpenFile input() throws IOException {
        OpenFile open = input;
        if (open == null) {
            open = opened(readTo);
            input = open;
        } else if (open.isReleased()) {
            checkName();
            open.reopen();
        }
        return open;
    }

    /** Makes ready to read at an offset; the fingerprint is brought up to date on the way. */
    void openAt(long position) throws IOException {
        readTo = position;
        if (input == null || !input.seek(position)) {
            close();
            input = opened(position);
        }
        if (change() == Past.Change.NONE) {
            refreshFingerprint();
        }
    }

    /** Between looking and opening, rotation may have put another file under the name. */
    private OpenFile opened(long position) throws IOException {
        checkName();
        packed.begins();
        OpenFile open = OpenFile.at(path, position, packed.limit());
        try {
            if (!isRemote()) {
                checkName();
            }
            checkBeginning(open);
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    /** The number of a file that is gone may have been given to the one that is here now. */
    private void checkBeginning(OpenFile open) throws IOException {
        Fingerprint head = past.head();
        if (!isRemote() && !isPacked() && head.length() > 0 && !head.equals(open.fingerprint(head.length()))) {
            throw new NoSuchFileException(path.toString());
        }
    }

    private boolean isRemote() {
        return FilePaths.isRemote(path);
    }

    private void checkName() throws IOException {
        if (FoundFile.at(path).filter(found -> found.key().equals(key)).isEmpty()) {
            throw new NoSuchFileException(path.toString());
        }
    }

    void refreshFingerprint() throws IOException {
        if (isRemote()) {
            past.isOf(Fingerprint.ofKey(key));
            return;
        }
        if (isOpen()) {
            past.refresh(input(), offset);
            return;
        }
        try (OpenFile open = OpenFile.at(path, 0, Long.MAX_VALUE)) {
            past.refresh(open, offset);
        }
    }

    /** Takes the unfinished line again. */
    void rereadLine() {
        reopen();
    }

    /** The same file seen again, perhaps under another name. */
    void seen(FoundFile found) {
        doubtful = false;
        boolean repacked = packed.packing(found.packing());
        path = found.path();
        key = found.key();
        size = found.size();
        modified = found.modified();
        if (repacked) {
            packed.startOver();
            reopen();
        }
    }

    /** The file starts anew under the same name. */
    void startOver(FoundFile found) {
        path = found.path();
        key = found.key();
        size = found.size();
        modified = found.modified();
        offset = 0;
        past.startOver();
        doubtful = false;
        packed.packing(found.packing());
        packed.startOver();
        reopen();
    }

    private void reopen() {
        close();
        readTo = offset;
        restart = true;
    }

    /** Whether reading must begin again at {@link #offset}; asked once. */
    boolean takeRestart() {
        boolean was = restart;
        restart = false;
        return was;
    }

    void close() {
        if (input != null) {
            input.close();
            input = null;
        }
    }
}
