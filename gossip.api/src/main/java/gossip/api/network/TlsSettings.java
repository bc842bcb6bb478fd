package gossip.api.network;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How listeners with TLS prove who they are, and whom they believe. The same for all listeners. */
public final class TlsSettings {
    /** Certificate of this node, as PEM. */
    public static final Setting<String> CERTIFICATE = Setting.of(
            "tls.certificate",
            SettingType.TEXT,
            "",
            "PEM file with the certificate of this node, then those that lead to its authority.");

    /** Private key of this node, as PEM. */
    public static final Setting<String> KEY =
            Setting.of("tls.key", SettingType.TEXT, "", "PEM file (PKCS#8) with the private key of tls.certificate.");

    /** Password of the key. */
    public static final Setting<String> KEY_PASSWORD = Setting.of(
                    "tls.key_password", SettingType.TEXT, "", "Password of tls.key or of the key in tls.keystore.")
            .asSecret();

    /** Key and certificate, as a key store. */
    public static final Setting<String> KEYSTORE = Setting.of(
            "tls.keystore",
            SettingType.TEXT,
            "",
            "PKCS#12 or JKS file with key and certificate, instead of tls.certificate and tls.key.");

    /** Password of the key store. */
    public static final Setting<String> KEYSTORE_PASSWORD = Setting.of(
                    "tls.keystore_password", SettingType.TEXT, "", "Password of tls.keystore.")
            .asSecret();

    /** Authorities of clients, as PEM. */
    public static final Setting<String> CLIENT_AUTHORITIES = Setting.of(
            "tls.client_authorities",
            SettingType.TEXT,
            "",
            "PEM file with the authorities whose client certificates are believed.");

    /** Authorities of clients, as a key store. */
    public static final Setting<String> TRUSTSTORE = Setting.of(
            "tls.truststore",
            SettingType.TEXT,
            "",
            "PKCS#12 or JKS file with the authorities whose client certificates are believed, instead of"
                    + " tls.client_authorities.");

    /** Password of the trust store. */
    public static final Setting<String> TRUSTSTORE_PASSWORD = Setting.of(
                    "tls.truststore_password", SettingType.TEXT, "", "Password of tls.truststore.")
            .asSecret();

    /** Versions of TLS. */
    public static final Setting<List<String>> PROTOCOLS = Setting.of(
                    "tls.protocols",
                    SettingType.LIST,
                    List.of("TLSv1.3", "TLSv1.2"),
                    "Versions of TLS that are spoken.")
            .require(
                    names -> !names.isEmpty() && Set.of("TLSv1.3", "TLSv1.2").containsAll(names),
                    "TLSv1.3, TLSv1.2 or both");

    /** Cipher suites; empty for those of Java. */
    public static final Setting<List<String>> CIPHERS = Setting.of(
            "tls.ciphers", SettingType.LIST, List.of(), "Cipher suites that are used; when empty, those of Java.");

    /** How certificates name users. */
    public static final Setting<String> PRINCIPAL_RULES = Setting.of(
                    "tls.principal_mapping_rules",
                    SettingType.TEXT,
                    "DEFAULT",
                    "How the distinguished name of a client's certificate becomes the name of a user, as Kafka's"
                            + " ssl.principal.mapping.rules: RULE:pattern/replacement/[LU],... or DEFAULT for the whole"
                            + " name.")
            .require(TlsSettings::areRules, "rules such as RULE:^CN=(.*?),.*$/$1/L,DEFAULT");

    /** Time for a handshake. */
    public static final Setting<Duration> HANDSHAKE_TIMEOUT = Setting.of(
                    "tls.handshake_timeout",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "Time in which a TLS handshake must be complete, else the connection is closed.")
            .require(time -> time.toMillis() > 0, "more than 0");

    /** How often files are looked at. */
    public static final Setting<Duration> RELOAD_INTERVAL = Setting.of(
                    "tls.reload_interval",
                    SettingType.DURATION,
                    Duration.ofSeconds(10),
                    "How often it is looked whether the files of certificates and keys have changed; new connections"
                            + " then use the new ones.")
            .require(time -> time.toMillis() >= 100, "at least 100ms");

    /** Threads. */
    public static final Setting<Integer> THREADS = Setting.of(
                    "tls.threads",
                    SettingType.INT,
                    2,
                    "Threads that compute TLS handshakes, so that these hold up nobody else.")
            .require(count -> count >= 1 && count <= 64, "1 to 64");

    /** All settings of this class. */
    public static final List<Setting<?>> ALL = List.of(
            CERTIFICATE,
            KEY,
            KEY_PASSWORD,
            KEYSTORE,
            KEYSTORE_PASSWORD,
            CLIENT_AUTHORITIES,
            TRUSTSTORE,
            TRUSTSTORE_PASSWORD,
            PROTOCOLS,
            CIPHERS,
            PRINCIPAL_RULES,
            HANDSHAKE_TIMEOUT,
            RELOAD_INTERVAL,
            THREADS);

    private TlsSettings() {}

    static boolean has(Settings settings, Setting<String> file) {
        return !settings.value(file).isEmpty();
    }

    private static boolean areRules(String rules) {
        try {
            PrincipalRules.parse(rules);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
