package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Cluster;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Described;
import gossip.api.broker.Groups.DescribedMember;
import gossip.api.security.Resource;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;

/** Describes groups with their members. */
final class DescribeGroupsHandler implements ApiHandler<DescribeGroupsRequestData> {
    /** From this version on a group that does not exist is an error (KIP-1043). */
    private static final short FIRST_VERSION_WITH_NOT_FOUND = 6;

    private final Groups groups;
    private final AuthorizedOperations operations;

    DescribeGroupsHandler(Cluster cluster, Groups groups) {
        this.groups = groups;
        this.operations = new AuthorizedOperations(cluster);
    }

    @Override
    public void handle(Call call, DescribeGroupsRequestData request) {
        call.replyWhen(groups.describe(call.context(), request.groups()), described -> {
            DescribeGroupsResponseData response = new DescribeGroupsResponseData();
            for (Described group : described) {
                DescribedGroup answer = answer(call, group);
                if (request.includeAuthorizedOperations() && group.error() == ErrorCode.NONE) {
                    answer.setAuthorizedOperations(operations.of(call.context(), Resource.group(group.group())));
                }
                response.groups().add(answer);
            }
            return response;
        });
    }

    private static DescribedGroup answer(Call call, Described group) {
        DescribedGroup answer = new DescribedGroup()
                .setErrorCode(group.error().code())
                .setGroupId(group.group())
                .setGroupState(group.state())
                .setProtocolType(group.protocolType())
                .setProtocolData(group.protocolName());
        boolean missing = group.error() == ErrorCode.NONE && group.state().equals("Dead");
        if (missing && call.version() >= FIRST_VERSION_WITH_NOT_FOUND) {
            answer.setErrorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                    .setErrorMessage("there is no group '" + group.group() + "'");
        }
        for (DescribedMember member : group.members()) {
            answer.members()
                    .add(new DescribedGroupMember()
                            .setMemberId(member.memberId())
                            .setGroupInstanceId(member.instanceId().orElse(null))
                            .setClientId(member.clientId())
                            .setClientHost(member.clientHost())
                            .setMemberMetadata(Texts.array(member.metadata()))
                            .setMemberAssignment(Texts.array(member.assignment())));
        }
        return answer;
    }
}
