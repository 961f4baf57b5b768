package io.nilometer.spark.twin;

import io.nilometer.connectors.other.OtherConnector;
import io.nilometer.embedded.EngineStatus;

/** An engine that knows another one and a connector: forbidden twice. */
record TwinEngine(EngineStatus status, OtherConnector connector) {}
