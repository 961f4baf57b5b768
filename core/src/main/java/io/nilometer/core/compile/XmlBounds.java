package io.nilometer.core.compile;

import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** XML with a document type is not read: it can name files and addresses to be opened, and entities without end. */
final class XmlBounds {

    private XmlBounds() {}

    static void check(@Nullable Object[] a, Budget budget) {
        for (Object argument : a) {
            if (argument instanceof UTF8String text) {
                budget.spend(text.numBytes());
                if (hasType(text.toString())) {
                    throw new IllegalArgumentException("XML with a document type (<!DOCTYPE) is not read");
                }
                return;
            }
        }
    }

    /** A document type stands before the first element, behind comments and instructions. */
    private static boolean hasType(String xml) {
        int at = xml.indexOf('<');
        while (at >= 0) {
            String end = xml.startsWith("<!--", at) ? "-->" : xml.startsWith("<?", at) ? "?>" : "";
            if (end.isEmpty()) {
                return xml.startsWith("<!", at);
            }
            int after = xml.indexOf(end, at + 2);
            at = after < 0 ? -1 : xml.indexOf('<', after);
        }
        return false;
    }
}
