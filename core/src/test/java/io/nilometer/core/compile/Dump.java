package io.nilometer.core.compile;

import java.util.*;

class Dump {
    public static void main(String[] a) throws Exception {
        for (var l : FunctionsTest.table()) {
            try {
                System.out.println("@@" + l.sql() + " ⇒ "
                        + FunctionsTest.evaluate(List.of(l.sql())).get(l.sql()));
            } catch (Throwable t) {
                System.out.println("@@!! " + l.sql() + " "
                        + String.valueOf(t.getMessage())
                                .replace("\n", " | ")
                                .substring(
                                        0,
                                        Math.min(
                                                400,
                                                String.valueOf(t.getMessage()).length())));
            }
        }
    }
}
