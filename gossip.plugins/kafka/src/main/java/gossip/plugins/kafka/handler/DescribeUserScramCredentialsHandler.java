package gossip.plugins.kafka.handler;

import gossip.api.broker.Users;
import gossip.api.broker.Users.Described;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.List;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData.UserName;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData.CredentialInfo;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData.DescribeUserScramCredentialsResult;

/** Tells which users have which credentials (KIP-554). */
final class DescribeUserScramCredentialsHandler implements ApiHandler<DescribeUserScramCredentialsRequestData> {
    private final Users users;

    DescribeUserScramCredentialsHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handle(Call call, DescribeUserScramCredentialsRequestData request) {
        List<String> names = request.users() == null
                ? List.of()
                : request.users().stream().map(UserName::name).toList();
        DescribeUserScramCredentialsResponseData response =
                new DescribeUserScramCredentialsResponseData().setErrorMessage(null);
        for (Described user : users.describe(call.context(), names)) {
            response.results().add(answer(user));
        }
        call.reply(response);
    }

    private static DescribeUserScramCredentialsResult answer(Described user) {
        return new DescribeUserScramCredentialsResult()
                .setUser(user.user())
                .setErrorCode(user.error().code())
                .setErrorMessage(Texts.orNull(user.message()))
                .setCredentialInfos(user.credentials().stream()
                        .map(credential -> new CredentialInfo()
                                .setMechanism(credential.mechanism())
                                .setIterations(credential.iterations()))
                        .toList());
    }
}
