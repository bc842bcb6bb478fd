package gossip.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import gossip.schema.format.Invalid;

/**
 * Counts the schemas that look at a value, because few schemas can be made to look at it exponentially often. Stands in every
 * schema of a bundle.
 */
final class StepKeyword extends AbstractKeyword {
    static final String NAME = "gossip-step";

    StepKeyword() {
        super(NAME);
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Step(this, node, location, parent, context);
    }

    /** How often schemas may look. Used by one thread. */
    static final class Budget {
        private final long all;
        private long left;

        Budget(long all) {
            this.all = all;
            this.left = all;
        }

        private void take() {
            if (--left < 0) {
                throw Invalid.because("The value would take more than " + all
                        + " steps to validate, too many for its size; make the schema look at it less often");
            }
        }
    }

    private static final class Step extends BaseKeywordValidator {
        Step(Keyword keyword, JsonNode node, SchemaLocation location, Schema parent, SchemaContext context) {
            super(keyword, node, location, parent, context);
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath location) {
            Budget budget = context.getCollectorContext().get(Budget.class);
            if (budget != null) {
                budget.take();
            }
        }
    }
}
