package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * What is remembered of the bytes of a file that have been read: how it begins, and of a plain file what comes before the
 * place where reading goes on. So a file is known again, and one that was cut back and has grown beyond the place is not.
 */
final class Past {

    private Fingerprint head;
    private Fingerprint before;
    private long place;

    /**
     * @param before what comes before the place; {@link Fingerprint#NONE} when it is not known
     * @param place an offset
     */
    Past(Fingerprint head, Fingerprint before, long place) {
        this.head = head;
        this.before = before;
        this.place = place;
    }

    static Past of(Fingerprint head) {
        return new Past(head, Fingerprint.NONE, 0);
    }

    Past copy() {
        return new Past(head, before, place);
    }

    /** What became of it in an open file. */
    enum Change {
        NONE,
        /** Cut back within the line that is not finished. */
        LINE_CUT,
        /** Cut back or written anew: other bytes are there now. */
        OTHER
    }

    Fingerprint head() {
        return head;
    }

    /** What comes before an offset, if that is known. */
    Fingerprint before(long offset) {
        return place == offset ? before : Fingerprint.NONE;
    }

    Change changeIn(OpenFile open) throws IOException {
        if (open.isPacked()) {
            return Change.NONE;
        }
        boolean begins = open.fingerprint(head.length()).equals(head);
        if (begins && open.hasRead() && open.isAsRead()) {
            return Change.NONE;
        }
        if (!begins || !isBefore(open)) {
            return Change.OTHER;
        }
        return open.hasRead() ? Change.LINE_CUT : Change.NONE;
    }

    private boolean isBefore(OpenFile open) throws IOException {
        return before.length() == 0 || open.before(place).equals(before);
    }

    /** Whether a file holds what was read, and perhaps more. Nothing known is in no file. */
    boolean isIn(FoundFile other) throws IOException {
        if (!head.matches(other)) {
            return false;
        }
        if (before.length() == 0 || other.isPacked() || other.isRemote()) {
            return true;
        }
        try (OpenFile open = OpenFile.at(other.path(), 0, Long.MAX_VALUE)) {
            return open.isPacked() || isBefore(open);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Gone since it was listed, or not for us: another look will tell.
            return false;
        }
    }

    /**
     * A longer beginning tells more; files under a kilobyte grow into it. Nothing is taken from a file that was cut back
     * meanwhile.
     */
    void refresh(OpenFile open, long offset) throws IOException {
        if (open.isPacked()) {
            head = head.length() > 0 ? head : open.fingerprint(Fingerprint.FULL);
            return;
        }
        Fingerprint longer = head.isFull() ? head : open.fingerprint(Fingerprint.FULL);
        Fingerprint now = open.before(offset);
        if (open.isAsRead()) {
            head = longer;
            before = now;
            place = offset;
        }
    }

    /** Of a remote file nothing else is known. */
    void isOf(Fingerprint known) {
        head = known;
    }

    /** Another file, or this one anew. */
    void startOver() {
        head = Fingerprint.NONE;
        before = Fingerprint.NONE;
        place = 0;
    }
}
