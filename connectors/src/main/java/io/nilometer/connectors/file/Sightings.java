package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One listing, and which known file each entry of it is. */
final class Sightings {

    private final List<FoundFile> found;
    private final Map<FoundFile, TrackedFile> owners = new IdentityHashMap<>();
    private final Map<String, FoundFile> byKey = new HashMap<>();

    Sightings(List<FoundFile> found) {
        this.found = found;
        found.forEach(file -> byKey.put(file.key(), file));
    }

    /** What became of a known file. */
    enum Sighting {
        SAME,
        CUT_BACK,
        GONE
    }

    Sighting sight(TrackedFile file) throws IOException {
        FoundFile now = byKey.get(file.key());
        if (now == null) {
            return Sighting.GONE;
        }
        boolean shorter = !now.isPacked() && now.size() < file.offset();
        boolean untouched = !file.isDoubtful()
                && now.size() == file.size()
                && now.modified().equals(file.modified());
        if (shorter
                || !(untouched
                        || file.fingerprint().length() == 0
                        || file.past().isIn(now))) {
            // A number of a removed file is given to new ones: under another name it is not this file cut back.
            if (!now.path().equals(file.path())) {
                return Sighting.GONE;
            }
            owners.put(now, file);
            return Sighting.CUT_BACK;
        }
        owners.put(now, file);
        file.seen(now);
        if (!now.isPacked() && now.size() < file.readTo()) {
            file.rereadLine();
        }
        return Sighting.SAME;
    }

    FoundFile of(TrackedFile file) {
        return Objects.requireNonNull(byKey.get(file.key()));
    }

    /** What is found under a known file's name is another. */
    void disown(TrackedFile file) {
        owners.remove(of(file));
    }

    /** Whether what is found under a file's name is a copy of another that has not been cut back. */
    boolean isCopy(TrackedFile file, List<TrackedFile> known, List<TrackedFile> cut) throws IOException {
        List<TrackedFile> others = new ArrayList<>(known);
        others.removeAll(cut);
        return copied(of(file), others).isPresent();
    }

    /** A lost file may be here under another key: replaced by a copy that was written anew, or packed by rotation. */
    boolean adopt(TrackedFile file) throws IOException {
        for (FoundFile now : found) {
            boolean candidate = now.path().equals(file.path())
                    ? Rotated.find(file).isEmpty()
                    : Rotated.isRotation(now.path(), file.path());
            boolean longEnough = now.isPacked() || now.size() >= file.offset();
            if (!owners.containsKey(now)
                    && candidate
                    && longEnough
                    && file.past().isIn(now)) {
                owners.put(now, file);
                file.seen(now);
                return true;
            }
        }
        return false;
    }

    /** Whether a file that had left is in the listing again; it belongs to it from now on. */
    boolean isBack(TrackedFile departed) throws IOException {
        FoundFile now = byKey.get(departed.key());
        if (now == null
                || owners.containsKey(now)
                || !departed.isOpen() && !departed.past().isIn(now)) {
            // The number of a removed file may have been given to another.
            return false;
        }
        owners.put(now, departed);
        departed.seen(now);
        return true;
    }

    /** All files of the listing, new ones from their beginning. */
    List<TrackedFile> inOrder(List<TrackedFile> known) throws IOException {
        List<TrackedFile> all = new ArrayList<>();
        for (FoundFile file : found) {
            TrackedFile owner = owners.get(file);
            if (owner != null) {
                all.add(owner);
            } else if (!isBeingPacked(file, known) && copied(file, known).isEmpty()) {
                fresh(file).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<TrackedFile> fresh(FoundFile file) throws IOException {
        TrackedFile fresh = new TrackedFile(file, 0, Past.of(Fingerprint.NONE));
        try {
            fresh.refreshFingerprint();
            return Optional.of(fresh);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Gone since it was listed, or not for us: another look will tell.
            return Optional.empty();
        }
    }

    /** Whether it may be what a known file is being packed into just now, too short yet to tell. */
    private boolean isBeingPacked(FoundFile file, List<TrackedFile> known) {
        return file.isPacked()
                && file.isFresh()
                && known.stream()
                        .anyMatch(original -> !original.isPacked()
                                && owners.containsValue(original)
                                && Rotated.isRotation(file.path(), original.path()));
    }

    /** A copy made by rotation just before the original is cut back: its lines are read from the original. */
    private Optional<TrackedFile> copied(FoundFile copy, List<TrackedFile> known) throws IOException {
        for (TrackedFile original : known) {
            if (owners.containsValue(original)
                    && Rotated.isRotation(copy.path(), original.path())
                    && original.past().isIn(copy)) {
                return Optional.of(original);
            }
        }
        return Optional.empty();
    }
}
