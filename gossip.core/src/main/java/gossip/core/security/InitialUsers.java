package gossip.core.security;

import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataStore;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import gossip.core.StartException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Creates the users that the configuration names, so that somebody can get in to create the others. */
public final class InitialUsers {
    private static final Logger LOG = System.getLogger(InitialUsers.class.getName());
    private static final int SALT_BYTES = 16;

    private final MetadataStore metadata;
    private final Settings settings;

    /**
     * Prepares.
     *
     * @param metadata where users are kept; started
     * @param settings names them
     */
    public InitialUsers(MetadataStore metadata, Settings settings) {
        this.metadata = metadata;
        this.settings = settings;
    }

    /**
     * Creates those that are not there. Blocks.
     *
     * @throws StartException if their file cannot be read, or the metadata cannot be changed
     */
    public void create() {
        List<UserCredential> missing = new ArrayList<>();
        for (String user : configured()) {
            int colon = user.indexOf(':');
            String name = user.substring(0, colon);
            if (!exists(name)) {
                missing.addAll(credentials(name, user.substring(colon + 1)));
            }
        }
        if (!missing.isEmpty()) {
            submit(missing);
            missing.stream()
                    .map(credential -> credential.key().user())
                    .distinct()
                    .forEach(name -> LOG.log(Level.INFO, "user {0} created, as the configuration asks", name));
        }
    }

    private List<String> configured() {
        List<String> users = new ArrayList<>(settings.value(SecuritySettings.INITIAL_USERS));
        String file = settings.value(SecuritySettings.INITIAL_USERS_FILE);
        if (!file.isEmpty()) {
            users.addAll(lines(Path.of(file)));
        }
        return users;
    }

    private static List<String> lines(Path file) {
        try {
            List<String> users = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            int wrong = 0;
            for (String user : users) {
                wrong++;
                if (!isValid(user)) {
                    throw new StartException(
                            "security.initial_users_file " + file + ": entry " + wrong + " is not name:password");
                }
            }
            return users;
        } catch (IOException e) {
            throw new StartException("security.initial_users_file " + file + " cannot be read: " + e, e);
        }
    }

    static boolean isValid(String user) {
        int colon = user.indexOf(':');
        return colon > 0 && colon < user.length() - 1;
    }

    private boolean exists(String name) {
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            if (metadata.image()
                    .security()
                    .credential(new UserCredential.Key(name, mechanism))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static List<UserCredential> credentials(String name, String password) {
        List<UserCredential> credentials = new ArrayList<>();
        SecureRandom random = new SecureRandom();
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            credentials.add(ScramKeys.credential(
                    new UserCredential.Key(name, mechanism), password, salt, UserCredential.MIN_ITERATIONS));
        }
        return credentials;
    }

    private void submit(List<UserCredential> missing) {
        try {
            if (metadata.submit(new AlterCredentials(missing, List.of()))
                            .toCompletableFuture()
                            .join()
                    instanceof Refused refused) {
                throw new StartException("the users of security.initial_users cannot be created: " + refused.message());
            }
        } catch (CompletionException e) {
            throw new StartException("the users of security.initial_users cannot be created: " + e.getCause(), e);
        }
    }
}
