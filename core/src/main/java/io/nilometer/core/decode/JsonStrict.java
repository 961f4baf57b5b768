package io.nilometer.core.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.nilometer.api.FieldWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads any JSON record with Jackson, and says what is wrong with one. Slower than {@link JsonScanner}, with the same answers. */
final class JsonStrict {

    private final JsonNode root;
    private final NumberText number;
    private final JsonFactory factory;

    JsonStrict(JsonNode root, NumberText number, int maxDepth) {
        this.root = root;
        this.number = number;
        factory = StrictJson.factory(maxDepth);
    }

    /** Null, or the reason for rejecting the record. */
    @Nullable
    String read(byte[] b, int from, int to, FieldWriter out) {
        root.clear(out);
        root.begin();
        String text = new String(b, from, to - from, StandardCharsets.UTF_8); // what is not UTF-8 becomes U+FFFD
        if (isBlank(text)) {
            return "empty";
        }
        char[] chars = text.toCharArray();
        try (JsonParser parser = factory.createParser(chars, 0, chars.length)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            if (isObject) {
                object(parser, root, chars, out);
            } else {
                parser.skipChildren();
            }
            return parser.nextToken() != null ? "not_json" : isObject ? null : "not_an_object";
        } catch (StreamConstraintsException e) {
            return "too_deep";
        } catch (IOException e) {
            return "not_json";
        }
    }

    private void object(JsonParser parser, JsonNode node, char[] chars, FieldWriter out) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            JsonNode child = node.child(parser.currentName());
            parser.nextToken();
            if (child == null) {
                parser.skipChildren();
            } else {
                value(parser, child, chars, out);
            }
        }
    }

    private void array(JsonParser parser, JsonNode node, char[] chars, FieldWriter out) throws IOException {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            JsonNode element = node.element(index);
            if (element == null) {
                parser.skipChildren();
            } else {
                value(parser, element, chars, out);
            }
        }
    }

    private void value(JsonParser parser, JsonNode node, char[] chars, FieldWriter out) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> node.clear(out);
            case VALUE_STRING -> {
                byte[] text = Utf8.encode(parser.getText());
                node.text(out, text, 0, text.length);
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.ISO_8859_1);
                node.flag(out, parser.currentToken() == JsonToken.VALUE_TRUE, text, 0, text.length);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.ISO_8859_1);
                number.scanJson(text, 0, text.length);
                node.number(out, text, 0, text.length);
            }
            default -> {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                node.clearBelow(out);
                if (parser.currentToken() == JsonToken.START_OBJECT && !node.isLeaf()) {
                    object(parser, node, chars, out);
                } else if (parser.currentToken() == JsonToken.START_ARRAY && node.hasElements()) {
                    array(parser, node, chars, out);
                } else {
                    parser.skipChildren();
                }
                int end = (int) parser.currentLocation().getCharOffset();
                byte[] raw = new String(chars, start, end - start).getBytes(StandardCharsets.UTF_8);
                node.json(out, raw, 0, raw.length);
            }
        }
    }

    private static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (" \t\r\n".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
