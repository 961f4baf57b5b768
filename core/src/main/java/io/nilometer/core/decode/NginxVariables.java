package io.nilometer.core.decode;

import io.nilometer.core.decode.AccessTemplate.Part;

/** The variables of nginx and its modules that have a type: what stands in no list is text. */
final class NginxVariables {

    private NginxVariables() {}

    static Part part(String name) {
        String usual =
                switch (name) {
                    case "remote_addr" -> "ip";
                    case "remote_user" -> "user";
                    case "time_local", "time_iso8601", "msec" -> "time";
                    case "body_bytes_sent" -> "size";
                    case "http_referer" -> "referrer";
                    case "http_user_agent" -> "user_agent";
                    default -> name;
                };
        String[] names = usual.equals(name) ? new String[] {name} : new String[] {usual, name};
        return Part.variable("$" + name, kind(name), names);
    }

    private static AccessKind kind(String name) {
        return switch (name) {
            case "request" -> AccessKind.REQUEST;
            case "remote_user" -> AccessKind.USER;
            case "status" -> AccessKind.STATUS;
            case "time_local" -> AccessKind.LOCAL_TIME;
            case "time_iso8601" -> AccessKind.ISO_TIME;
            case "msec" -> AccessKind.EPOCH_SECONDS;
            case "remote_addr",
                    "realip_remote_addr",
                    "server_addr",
                    "proxy_protocol_addr",
                    "proxy_protocol_server_addr" -> AccessKind.ADDRESS;
            case "http_x_forwarded_for", "proxy_add_x_forwarded_for" -> AccessKind.ADDRESSES;
            case "remote_port",
                    "server_port",
                    "realip_remote_port",
                    "proxy_port",
                    "proxy_protocol_port",
                    "proxy_protocol_server_port" -> AccessKind.SMALL_INTEGER;
            case "body_bytes_sent",
                    "bytes_sent",
                    "bytes_received",
                    "request_length",
                    "content_length",
                    "sent_http_content_length",
                    "connection",
                    "connection_requests",
                    "connections_active",
                    "connections_reading",
                    "connections_writing",
                    "connections_waiting",
                    "pid",
                    "limit_rate",
                    "tcpinfo_rtt",
                    "tcpinfo_rttvar",
                    "tcpinfo_snd_cwnd",
                    "tcpinfo_rcv_space" -> AccessKind.INTEGER;
            case "request_time", "session_time", "connection_time", "gzip_ratio" -> AccessKind.DECIMAL;
            case "upstream_response_time",
                    "upstream_connect_time",
                    "upstream_header_time",
                    "upstream_first_byte_time",
                    "upstream_session_time",
                    "upstream_queue_time",
                    "upstream_status",
                    "upstream_response_length",
                    "upstream_bytes_sent",
                    "upstream_bytes_received" -> AccessKind.NUMBERS;
            case "upstream_addr" -> AccessKind.WORDS;
            case "pipe" -> AccessKind.PIPE;
            case "scheme",
                    "request_method",
                    "server_protocol",
                    "https",
                    "http2",
                    "http3",
                    "request_completion",
                    "protocol" -> AccessKind.NAME;
            case "host", "server_name", "hostname", "ssl_server_name", "proxy_host" -> AccessKind.HOST;
            case "request_id",
                    "connection_id",
                    "ssl_protocol",
                    "ssl_cipher",
                    "ssl_session_id",
                    "ssl_session_reused",
                    "ssl_client_serial",
                    "ssl_client_fingerprint",
                    "upstream_cache_status",
                    "nginx_version" -> AccessKind.WORD;
            case "request_uri", "uri", "document_uri" -> AccessKind.URI;
            default -> AccessKind.TEXT;
        };
    }
}
