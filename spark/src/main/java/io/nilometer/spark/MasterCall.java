package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.spark.fit.Masters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Knocks at a standalone cluster's door: Spark itself would try for a minute, and not say much then. */
final class MasterCall {

    private static final int PATIENCE_MILLIS = 5_000;

    private MasterCall() {}

    /**
     * Looks whether somebody listens; asks nobody when the cluster is of another kind.
     *
     * @param master such as {@code spark://one:7077,two:7077}
     * @throws NilometerException when nobody does
     */
    static void check(String master) {
        if (!master.startsWith(Masters.STANDALONE)) {
            return;
        }
        List<String> reasons = new ArrayList<>();
        for (String place : master.substring(Masters.STANDALONE.length()).split(",")) {
            String reason = knock(place);
            if (reason.isEmpty()) {
                return;
            }
            reasons.add(place + ": " + reason);
        }
        throw new NilometerException(
                "master-unreachable",
                "no Spark master answers at " + master + " (" + String.join("; ", reasons) + ")",
                "start it, or mend --master: the master's web page shows its URL, which ends in 7077 as a rule");
    }

    /** Why nobody opens; empty when somebody does. */
    private static String knock(String place) {
        int colon = place.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            InetSocketAddress address =
                    new InetSocketAddress(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
            if (address.isUnresolved()) {
                return "no such host";
            }
            socket.connect(address, PATIENCE_MILLIS);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return "it is not HOST:PORT";
        }
    }
}
