package io.nilometer.cyclic.two;

import org.apache.spark.unsafe.types.UTF8String;

/** Wrong on purpose: Spark's types have no business here. */
public record UsesSpark(UTF8String text) {}
