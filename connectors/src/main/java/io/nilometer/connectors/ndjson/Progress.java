package io.nilometer.connectors.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nilometer.api.NilometerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the files are valid. It is replaced as a whole after each batch; what files hold beyond it was never finished.
 *
 * @param batch the last whole batch; -1 before the first
 * @param lengths in bytes, by path relative to the folder
 */
record Progress(String incarnation, long batch, Map<String, Long> lengths) {

    private static final JsonFactory JSON = new JsonFactory();

    Progress {
        lengths = Map.copyOf(lengths);
    }

    static Optional<Progress> read(Path file) throws IOException {
        String incarnation = "";
        long batch = -1;
        Map<String, Long> lengths = new TreeMap<>();
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "incarnation" -> incarnation = parser.getText();
                    case "batch" -> batch = parser.getLongValue();
                    case "files" -> {
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            lengths.put(parser.currentName(), parser.nextLongValue(0));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new NilometerException(
                    "bad-progress",
                    file + " cannot be read (" + e.getOriginalMessage() + ")",
                    "it was changed by another program: remove it together with the results beside it, or restore it",
                    e);
        }
        return Optional.of(new Progress(incarnation, batch, lengths));
    }

    /** Durable on return; a crash leaves either the old or the new one. */
    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("incarnation", incarnation);
            json.writeNumberField("batch", batch);
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, Long> entry : new TreeMap<>(lengths).entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray());
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent());
    }

    /** Makes the names in a folder durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
