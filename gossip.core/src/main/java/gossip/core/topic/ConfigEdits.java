package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.broker.Configs.Alteration;
import gossip.api.config.Setting;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.TopicImage;
import gossip.core.resource.EditPlan;
import gossip.core.resource.Schema;
import java.util.Map;

/** Turns edits of a topic's settings into one command, or refuses them. Any thread. */
final class ConfigEdits {
    private final TopicSettings settings;

    ConfigEdits(TopicSettings settings) {
        this.settings = settings;
    }

    /**
     * Plans an alteration.
     *
     * @param topic whose settings
     * @param alteration what to change
     * @return the command
     * @throws BrokerException if it cannot be done
     */
    AlterConfigs plan(TopicImage topic, Alteration alteration) {
        return EditPlan.of(alteration, topic.configs(), new TopicSchema(topic.name()));
    }

    private final class TopicSchema implements Schema {
        private final String topic;

        TopicSchema(String topic) {
            this.topic = topic;
        }

        @Override
        public Setting<?> setting(String name) {
            return TopicSettings.setting(name);
        }

        @Override
        public <T> String defaultText(Setting<T> setting) {
            return settings.defaultText(setting);
        }

        @Override
        public void check(Map<String, String> after) {
            settings.check(after);
            InternalTopic.of(topic).ifPresent(internal -> internal.configs().complete(after));
        }
    }
}
