package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a range of a partition may read: files, each up to the size that the planner saw. A reader looks for no other
 * files, so that a range stays the same while files grow and appear. As text {@code bytes last|more offset} and one
 * {@code ;size path} for each file, with its key behind it when it is a remote one.
 *
 * @param bytes lines that start before so many bytes have been read belong to the range
 * @param last whether the partition has no files after these
 * @param offset where the first file is begun
 */
record FileSlice(long bytes, boolean last, long offset, List<Piece> files) {

    /** More files than these are left for the next range: the text must not grow with the folder. */
    private static final int MOST_FILES = 1_000;

    /**
     * @param size as the planner saw it; packed bytes for a packed file
     * @param key of a remote file, as the planner saw it; empty for any other
     */
    record Piece(Path path, long size, String key) {

        static Piece of(TrackedFile file) {
            return new Piece(file.path(), file.size(), FilePaths.isRemote(file.path()) ? file.key() : "");
        }
    }

    /** @param rest the files of the partition that have something to read; not empty */
    static FileSlice of(List<TrackedFile> rest, long bytes) {
        List<Piece> files = new ArrayList<>();
        long plain = 0;
        for (TrackedFile file : rest) {
            if (plain >= bytes || files.size() == MOST_FILES) {
                break;
            }
            files.add(Piece.of(file));
            plain += file.isPacked() ? 0 : file.size() - file.offset();
        }
        return new FileSlice(bytes, files.size() == rest.size(), rest.get(0).offset(), files);
    }

    static FileSlice parse(String text, FilePaths paths) {
        try {
            String[] parts = text.split(";");
            String[] head = parts[0].split(" ");
            List<Piece> files = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                String[] entry = parts[i].split(" ");
                Path path = paths.read(decode(entry[1]));
                files.add(new Piece(path, Long.parseLong(entry[0]), entry.length > 2 ? decode(entry[2]) : ""));
            }
            return new FileSlice(Long.parseLong(head[0]), head[1].equals("last"), Long.parseLong(head[2]), files);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new NilometerException(
                    "bad-position",
                    "the stored range of a file source cannot be read: " + text,
                    "it was written by another version: start with a new state directory",
                    e);
        }
    }

    String print() {
        StringBuilder text = new StringBuilder()
                .append(bytes)
                .append(last ? " last " : " more ")
                .append(offset);
        for (Piece file : files) {
            text.append(';')
                    .append(file.size())
                    .append(' ')
                    .append(encode(file.path().toString()));
            if (!file.key().isEmpty()) {
                text.append(' ').append(encode(file.key()));
            }
        }
        return text.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
