package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as devices, daemons and programs write them. */
class SyslogLinesTest {

    private static final Format.Settings SETTINGS = new Format.Settings(ZoneOffset.UTC, 64);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            <34>Oct 11 22:14:15 mymachine su: 'su root' failed      | 2021-10-11T22:14:15Z | mymachine | su | - | 'su root' failed
            Oct  1 22:14:15 mymachine su[42]: failed                | 2021-10-01T22:14:15Z | mymachine | su | 42 | failed
            Oct 1 22:14:15 mymachine su[42]: failed                 | 2021-10-01T22:14:15Z | mymachine | su | 42 | failed
            <134>Apr 16 14:12:51 filterlog[24923]: 4,,,1000000103   | 2021-04-16T14:12:51Z | - | filterlog | 24923 | 4,,,1000000103
            <30>Apr 16 14:12:53 dhcpd: DHCPACK on 192.0.2.7         | 2021-04-16T14:12:53Z | - | dhcpd | - | DHCPACK on 192.0.2.7
            <14> May 19 12:00:00 10.0.0.1 ports: port 3 is on-line  | 2021-05-19T12:00:00Z | 10.0.0.1 | ports | - | port 3 is on-line
            <13>May 19 12:00:00 10.0.0.1: link down                 | 2021-05-19T12:00:00Z | 10.0.0.1 | - | - | link down
            <180>May 19 2020 12:00:00 host1 app: with a year        | 2020-05-19T12:00:00Z | host1 | app | - | with a year
            <180>2020 May 19 12:00:00 host1 app: with a year        | 2020-05-19T12:00:00Z | host1 | app | - | with a year
            <180>May 19 12:00:00.123 2020 r1 mgd[3046]: UI_COMMIT   | 2020-05-19T12:00:00.123Z | r1 | mgd | 3046 | UI_COMMIT
            <165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time | 1987-08-24T11:34:00Z | mymachine | myproc | 10 | %% It's time
            <13>May 19 12:00:00,5 host1 app: comma                  | 2021-05-19T12:00:00.500Z | host1 | app | - | comma
            <13>May 19 12:00:60 host1 app: leap second              | 2021-05-19T12:00:59Z | host1 | app | - | leap second
            <13>May 19 12:00:00 UTC host1 app: zone                 | 2021-05-19T12:00:00Z | host1 | app | - | zone
            <13>May 19 12:00:00 CEST host1 app: zone                | 2021-05-19T10:00:00Z | host1 | app | - | zone
            <13>May 19 12:00:00+02:00 host1 app: zone               | 2021-05-19T10:00:00Z | host1 | app | - | zone
            <189>May 19 2020 12:00:01: %ASA-5-111008: User enable_15 | 2020-05-19T12:00:01Z | - | %ASA-5-111008 | - | User enable_15
            <166>Nov 16 2020 12:00:00 asa1 : %ASA-6-305012: Teardown | 2020-11-16T12:00:00Z | asa1 | %ASA-6-305012 | - | Teardown
            <166>Nov 16 2020 12:00:00 fw: %ASA-6-305012: Teardown   | 2020-11-16T12:00:00Z | fw | %ASA-6-305012 | - | Teardown
            <189>57: May 19 12:00:02.123: %SYS-5-CONFIG_I: Configured | 2021-05-19T12:00:02.123Z | - | %SYS-5-CONFIG_I | - | Configured
            <189>57: *May 19 12:00:02.123: %SYS-5-CONFIG_I: Configured | 2021-05-19T12:00:02.123Z | - | %SYS-5-CONFIG_I | - | Configured
            <189>57: .May 19 12:00:02.123 UTC: %SYS-5-CONFIG_I: Configured | 2021-05-19T12:00:02.123Z | - | %SYS-5-CONFIG_I | - | Configured
            <187>57: 000123: *Mar  1 18:46:11 EST: %LINK-3-UPDOWN: up | 2021-03-01T23:46:11Z | - | %LINK-3-UPDOWN | - | up
            <189>29: core1: *Apr 29 13:58:40.411: %SYS-5-CONFIG_I: Configured | 2021-04-29T13:58:40.411Z | core1 | %SYS-5-CONFIG_I | - | Configured
            <189>: 2020 May 19 12:00:00 UTC: %ETHPORT-5-IF_UP: up    | 2020-05-19T12:00:00Z | - | %ETHPORT-5-IF_UP | - | up
            <189>201: xr1 RP/0/RSP0/CPU0:May 19 12:00:00.123 UTC: config[65779]: %MGBL-SYS-5-CONFIG_I : Configured | 2021-05-19T12:00:00.123Z | xr1 | config | 65779 | %MGBL-SYS-5-CONFIG_I : Configured
            <189>45: 00:00:46: %LINK-3-UPDOWN: Interface up          | - | - | %LINK-3-UPDOWN | - | Interface up
            *May 19 12:00:02.123: %SYS-5-CONFIG_I: Configured        | 2021-05-19T12:00:02.123Z | - | %SYS-5-CONFIG_I | - | Configured
            2024-05-28T08:12:36.431832+02:00 host app[1]: msg        | 2024-05-28T06:12:36.431832Z | host | app | 1 | msg
            2024-05-28 08:12:36 host app[1]: msg                     | 2024-05-28T08:12:36Z | host | app | 1 | msg
            2024-05-28 08:12:36 +0200 host app: msg                  | 2024-05-28T06:12:36Z | host | app | - | msg
            2024-05-28T08:12:36Z h no tag here                       | 2024-05-28T08:12:36Z | h | - | - | no tag here
            <166>2021-05-19T12:00:00.123Z esx1 Hostd: info hostd[2099] [Originator@6876 sub=Vimsvc] x | 2021-05-19T12:00:00.123Z | esx1 | Hostd | - | info hostd[2099] [Originator@6876 sub=Vimsvc] x
            May 19 12:00:00 host1 postfix/smtpd[12]: connect         | 2021-05-19T12:00:00Z | host1 | postfix/smtpd | 12 | connect
            May 19 12:00:00 host1 systemd-logind: New session        | 2021-05-19T12:00:00Z | host1 | systemd-logind | - | New session
            May 19 12:00:00 combo sshd(pam_unix)[19939]: check pass  | 2021-05-19T12:00:00Z | combo | sshd(pam_unix) | 19939 | check pass
            May 19 12:00:00 combo syslogd 1.4.1: restart.            | 2021-05-19T12:00:00Z | combo | syslogd 1.4.1 | - | restart.
            May 19 12:00:00 host1 kernel: [12345.678901] usb 1-1     | 2021-05-19T12:00:00Z | host1 | kernel | - | [12345.678901] usb 1-1
            May 19 12:00:00 host1 kernel[0]: ARPT: 620701.011        | 2021-05-19T12:00:00Z | host1 | kernel | 0 | ARPT: 620701.011
            May 19 12:00:00 mac com.apple.xpc.launchd[1] (com.apple.x[27]): Path | 2021-05-19T12:00:00Z | mac | com.apple.xpc.launchd | 1 | (com.apple.x[27]): Path
            May 19 12:00:00 mac Microsoft Word[14463]: message       | 2021-05-19T12:00:00Z | mac | Microsoft Word | 14463 | message
            May 19 12:00:00 mac BezelServices 255.10[94]: ASSERTION  | 2021-05-19T12:00:00Z | mac | BezelServices 255.10 | 94 | ASSERTION
            May 19 12:00:00 --- last message repeated 1 time ---     | 2021-05-19T12:00:00Z | - | - | - | --- last message repeated 1 time ---
            May 19 12:00:00 mac --- last message repeated 1 time --- | 2021-05-19T12:00:00Z | mac | - | - | --- last message repeated 1 time ---
            May 19 12:00:00 last message repeated 3 times            | 2021-05-19T12:00:00Z | - | - | - | last message repeated 3 times
            <13>May 19 12:00:00 combo last message repeated 3 times  | 2021-05-19T12:00:00Z | combo | - | - | last message repeated 3 times
            May 19 12:00:00 2001:db8::7 sshd[3]: hello               | 2021-05-19T12:00:00Z | 2001:db8::7 | sshd | 3 | hello
            <13>May 19 12:00:00 [fe80::1%eth0] sshd[3]: hello        | 2021-05-19T12:00:00Z | [fe80::1%eth0] | sshd | 3 | hello
            <13>May 19 12:00:00 host1 app:                           | 2021-05-19T12:00:00Z | host1 | app | - | -
            <13>May 19 12:00:00 host1                                | 2021-05-19T12:00:00Z | host1 | - | - | -
            <13>May 19 12:00:00                                      | 2021-05-19T12:00:00Z | - | - | - | -
            <13>May 19 12:00:00 - app: no host                       | 2021-05-19T12:00:00Z | - | app | - | no host
            May 19 12:00:00 host1 app: @cee: {"a":1}                 | 2021-05-19T12:00:00Z | host1 | app | - | @cee: {"a":1}
            May 19 12:00:00 host1 @cee: {"a":1}                      | 2021-05-19T12:00:00Z | host1 | - | - | @cee: {"a":1}
            May 19 12:00:00 host1 {"a":1}                            | 2021-05-19T12:00:00Z | host1 | - | - | {"a":1}
            May 19 12:00:00 host1 https://example.com/ is up         | 2021-05-19T12:00:00Z | host1 | - | - | https://example.com/ is up
            <14>May 19 12:00:00 DiskStation WinFileService Event: read | 2021-05-19T12:00:00Z | DiskStation | WinFileService Event | - | read
            <30>Jan 25 10:10:33 ("U7LT,802aa8000001,v3.9.19.8123") hostapd: ath0: STA | 2021-01-25T10:10:33Z | U7LT,802aa8000001,v3.9.19.8123 | hostapd | - | ath0: STA
            <30>Jan 25 10:10:33 192.0.2.5 ("U7LT,802aa8000001,v3.9.19.8123") hostapd: ath0: STA | 2021-01-25T10:10:33Z | 192.0.2.5 | hostapd | - | ath0: STA
            <30>Jan 25 10:10:33 U7PG2,18e829000001,v4.0.42+10433: hostapd[12]: ath1: STA | 2021-01-25T10:10:33Z | U7PG2,18e829000001,v4.0.42+10433 | hostapd | 12 | ath1: STA
            <14>1 2021-05-19T12:00:00.5Z vcsa vpxd 1234 - - message | 2021-05-19T12:00:00.500Z | vcsa | vpxd | 1234 | message
            <40>1 2012-11-30T06:45:29+00:00 d.c0ffee app web.3 - State changed | 2012-11-30T06:45:29Z | d.c0ffee | app | web.3 | State changed
            1 2021-05-19T12:00:00Z host1 app - - - without priority  | 2021-05-19T12:00:00Z | host1 | app | - | without priority
            <134>1 1621425600.5 MX84 flows src=192.0.2.1             | 2021-05-19T12:00:00.500Z | MX84 | - | - | flows src=192.0.2.1
            <189>date=2021-05-19 time=12:00:00 devname="FG"          | - | - | - | - | date=2021-05-19 time=12:00:00 devname="FG"
            <30>dhcpd: DHCPACK                                       | - | - | dhcpd | - | DHCPACK
            """)
    void are_read_without_shifting_a_word(
            String line, String time, String host, String app, String pid, String message) {
        Map<String, Object> record = read(line);

        assertThat(Stream.of("timestamp", "host", "app", "pid", "message")
                        .map(name -> name + "=" + text(record.get(name)))
                        .collect(Collectors.joining("\n")))
                .isEqualTo("timestamp=" + text(time == null ? null : java.time.Instant.parse(time)) + "\nhost="
                        + text(host) + "\napp=" + text(app) + "\npid=" + text(pid) + "\nmessage=" + text(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<13>May 19 12:00:00 link is up",
                "<13>May 19 12:00:00 Configuration saved",
                "<13>May 19 12:00:00 self-test passed",
                "<13>May 19 12:00:00 ERROR no route to host",
                "<13>May 19 12:00:00 (root) CMD (run-parts)",
                "<13>May 19 12:00:00 3 users are logged in",
                "<13>May 19 12:00:00 [12.5] usb 1-1: new device",
                "<13>May 19 12:00:00 Done. All is well"
            })
    void a_word_of_the_message_is_no_host(String line) {
        Map<String, Object> record = read(line);

        assertThat(record).containsEntry("host", null).containsEntry("app", null);
        assertThat(record.get("message")).isEqualTo(line.substring("<13>May 19 12:00:00 ".length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello world",
                "May 19 12:00:00",
                "May 19 12:00:00 ",
                "May 32 12:00:00 host1 app: x",
                "May 19 25:00:00 host1 app: x",
                "Mai 19 12:00:00 host1 app: x",
                "2021-05-19 12:00:00,123 INFO  [main] c.e.App: started",
                "2021-05-19T12:00:00Z INFO starting the server",
                "2021-05-19 12:00:00 starting the server",
                "2017-05-16 00:00:00.008 25746 INFO nova.osapi [req-1] x",
                "2021-05-19 is a day",
                "12:00:00 host1 app: x",
                "<192>May 19 12:00:00 host1 app: x",
                "<13May 19 12:00:00 host1 app: x",
                "<html>",
                "<13>1 yesterday host1 app - - - x",
                "<13>1 2021-05-19T12:00:00Z host1 app",
                "<13>1 2021-05-19T12:00:00Z host1 app - - [a b] x"
            })
    void what_is_no_system_log_is_rejected(String line) {
        assertThat(decode(line)).isEqualTo("not_syslog");
    }

    @ParameterizedTest
    @CsvSource({
        "0,kern,emerg",
        "34,auth,crit",
        "86,authpriv,info",
        "131,local0,err",
        "191,local7,debug",
        "124,solaris-cron,warning"
    })
    void severity_and_facility_have_names(int priority, String facility, String severity) {
        assertThat(read("<" + priority + ">May 19 12:00:00 host1 app: x"))
                .containsEntry("priority", (long) priority)
                .containsEntry("facility", (long) priority / 8)
                .containsEntry("severity", (long) priority % 8)
                .containsEntry("facility_name", facility)
                .containsEntry("severity_name", severity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\0", "\n\0", ""})
    void what_ends_a_record_is_no_part_of_the_message(String trailer) {
        assertThat(read("<13>May 19 12:00:00 host1 app: \uFEFFgrüße" + trailer)).containsEntry("message", "grüße");
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private static Map<String, Object> read(String line) {
        Object decoded = decode(line);
        assertThat(decoded).as(line).isInstanceOf(Map.class);
        return (Map<String, Object>) decoded;
    }

    private static Object decode(String line) {
        Format format = new SyslogFormat();
        Options options = new Options(Map.of("year", 2021L));
        List<Field> fields = format.fields(options);
        return Decoded.of(format.decoder(options, fields, SETTINGS), fields, line);
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
