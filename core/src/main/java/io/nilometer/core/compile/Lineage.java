package io.nilometer.core.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.Metadata;

/**
 * Writes expressions as texts that are equal when they compute the same from the same fields, in every run and wherever
 * they stand in the file: state is named by them.
 */
final class Lineage {

    private static final UUID FIXED = new UUID(0, 0);

    private final Map<ExprId, String> origins = new HashMap<>();

    /** Says what a column is. */
    void define(AttributeReference column, String origin) {
        origins.put(column.exprId(), origin);
    }

    void define(AttributeReference column, Expression computed) {
        define(column, text(computed));
    }

    String text(Expression expression) {
        Expression named = ScalaBridge.rewrite(
                expression, node -> node instanceof AttributeReference column ? stable(column) : node);
        return named.canonicalized().toString();
    }

    /** The column with an identity that is made from its origin: canonical forms keep identities and forget names. */
    private AttributeReference stable(AttributeReference column) {
        String origin = origins.getOrDefault(column.exprId(), column.name()) + ":"
                + column.dataType().sql();
        long id = Long.parseUnsignedLong(hash(origin).substring(0, 16), 16);
        return new AttributeReference(
                "c",
                column.dataType(),
                true,
                Metadata.empty(),
                new ExprId(id, FIXED),
                ScalaBridge.seq(java.util.List.of()));
    }

    /** SHA-256, the first 128 bits in hex. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
