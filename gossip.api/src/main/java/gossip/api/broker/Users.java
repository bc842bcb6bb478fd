package gossip.api.broker;

import gossip.api.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What users prove themselves with (KIP-554). Every method fails with {@link gossip.api.BrokerException} if the client may not
 * do that at all.
 */
public interface Users {
    /**
     * Changes credentials. What is asked for one user is done as a whole or not at all.
     *
     * @param context who asks
     * @param removals what to take away
     * @param upserts what to set
     * @return one outcome for each user, in the order in which they are first named
     */
    CompletionStage<List<Outcome>> alter(RequestContext context, List<Removal> removals, List<Upsert> upserts);

    /**
     * Tells which credentials users have, and nothing of what they hold.
     *
     * @param context who asks
     * @param users names; empty for all users
     * @return one answer for each user
     */
    List<Described> describe(RequestContext context, List<String> users);

    /**
     * A credential to take away.
     *
     * @param user name of the user
     * @param mechanism number of the SCRAM mechanism
     */
    record Removal(String user, byte mechanism) {}

    /**
     * A credential to set.
     *
     * @param user name of the user
     * @param mechanism number of the SCRAM mechanism
     * @param iterations how often the password was hashed
     * @param salt mixed into it; the receiver does not change it
     * @param saltedPassword the hash; the receiver does not change it
     */
    record Upsert(String user, byte mechanism, int iterations, byte[] salt, byte[] saltedPassword) {
        /** Tells nothing secret. */
        @Override
        public String toString() {
            return "Upsert[" + user + ", " + mechanism + ", " + iterations + "]";
        }
    }

    /**
     * What came of a change.
     *
     * @param user name of the user
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     */
    record Outcome(String user, ErrorCode error, String message) {}

    /**
     * What a user has.
     *
     * @param user name of the user
     * @param error RESOURCE_NOT_FOUND if there is no such user, DUPLICATE_RESOURCE if it was asked for twice, else NONE
     * @param message what is wrong, for a person; else empty
     * @param credentials for which mechanisms
     */
    record Described(String user, ErrorCode error, String message, List<Mechanism> credentials) {}

    /**
     * A credential without its contents.
     *
     * @param mechanism number of the SCRAM mechanism
     * @param iterations how often the password was hashed
     */
    record Mechanism(byte mechanism, int iterations) {}
}
