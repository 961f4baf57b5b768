package io.nilometer.connectors.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.Checksum;
import io.nilometer.api.disk.OwnFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the files are valid. It is replaced as a whole after each batch; what files hold beyond it was never finished. On the
 * disk it is a line of JSON and a line with its CRC-32C.
 *
 * @param batch the last whole batch; -1 before the first
 * @param files what has been written, by path relative to the folder
 */
record Progress(String incarnation, long batch, Map<String, Written> files) {

    private static final JsonFactory JSON = new JsonFactory();

    /** A line end, eight digits, a line end. */
    private static final int CHECKSUM_BYTES = 10;

    Progress {
        files = Map.copyOf(files);
    }

    /** @throws NilometerException when the file is not as it was written */
    static Optional<Progress> read(Path file) throws IOException {
        byte[] content = OwnFile.read(file).orElse(null);
        if (content == null) {
            return Optional.empty();
        }
        int end = content.length - CHECKSUM_BYTES;
        byte[] json = Arrays.copyOf(content, Math.max(0, end));
        if (end < 0 || !Arrays.equals(Arrays.copyOfRange(content, end, content.length), checksum(json))) {
            throw damaged(file, "its checksum does not fit", null);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            return Optional.of(parse(parser));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
    }

    private static Progress parse(JsonParser parser) throws IOException {
        String incarnation = "";
        long batch = -1;
        Map<String, Written> files = new TreeMap<>();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "incarnation" -> incarnation = parser.getText();
                case "batch" -> batch = parser.getLongValue();
                case "files" -> {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String name = parser.currentName();
                        parser.nextToken();
                        files.put(name, new Written(parser.nextLongValue(0), (int) parser.nextLongValue(0)));
                        parser.nextToken();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return new Progress(incarnation, batch, files);
    }

    /** Durable on return; a crash leaves either the old or the new one. */
    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("incarnation", incarnation);
            json.writeNumberField("batch", batch);
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, Written> entry : new TreeMap<>(files).entrySet()) {
                json.writeArrayFieldStart(entry.getKey());
                json.writeNumber(entry.getValue().bytes());
                json.writeNumber(Integer.toUnsignedLong(entry.getValue().checksum()));
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        bytes.writeBytes(checksum(bytes.toByteArray()));
        OwnFile.replace(file, bytes.toByteArray());
    }

    private static byte[] checksum(byte[] json) {
        return ("\n" + Checksum.of(json) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static NilometerException damaged(Path file, String why, @Nullable Exception cause) {
        return new NilometerException(
                "bad-progress",
                file + " says how far the results beside it are valid, and is damaged or of an older version (" + why
                        + ")",
                "restore it together with the results beside it and the state; or start from the beginning, with --forget "
                        + "and another folder for the results",
                cause);
    }
}
