package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Users;
import gossip.api.broker.Users.Outcome;
import gossip.api.broker.Users.Removal;
import gossip.api.broker.Users.Upsert;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;

/** Changes what users prove themselves with (KIP-554). */
final class AlterUserScramCredentialsHandler implements ApiHandler<AlterUserScramCredentialsRequestData> {
    private final Users users;

    AlterUserScramCredentialsHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handle(Call call, AlterUserScramCredentialsRequestData request) {
        List<Removal> removals = request.deletions().stream()
                .map(deletion -> new Removal(deletion.name(), deletion.mechanism()))
                .toList();
        List<Upsert> upserts = request.upsertions().stream()
                .map(upsertion -> new Upsert(
                        upsertion.name(),
                        upsertion.mechanism(),
                        upsertion.iterations(),
                        upsertion.salt(),
                        upsertion.saltedPassword()))
                .toList();
        call.replyWhen(users.alter(call.context(), removals, upserts), outcomes -> {
            AlterUserScramCredentialsResponseData response = new AlterUserScramCredentialsResponseData();
            outcomes.forEach(outcome -> response.results().add(answer(outcome)));
            return response;
        });
    }

    private static AlterUserScramCredentialsResult answer(Outcome outcome) {
        return new AlterUserScramCredentialsResult()
                .setUser(outcome.user())
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.error() == ErrorCode.NONE ? null : outcome.message());
    }
}
