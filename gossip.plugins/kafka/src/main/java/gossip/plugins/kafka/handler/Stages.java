package gossip.plugins.kafka.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for several results. */
final class Stages {
    private Stages() {}

    /** Completes with all results in order, or fails with the first failure. */
    static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
        CompletionStage<List<T>> results = CompletableFuture.completedFuture(new ArrayList<>(stages.size()));
        for (CompletionStage<T> stage : stages) {
            results = results.thenCombine(stage, (list, result) -> {
                list.add(result);
                return list;
            });
        }
        return results;
    }
}
