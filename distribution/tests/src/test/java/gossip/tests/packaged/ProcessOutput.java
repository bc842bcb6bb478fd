package gossip.tests.packaged;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that a process prints, kept as they come by a thread of their own. Thread-safe. */
final class ProcessOutput {
    private static final int MAX_LINES = 20_000;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean hasEnded;

    private ProcessOutput(Process process) {
        this.process = process;
    }

    static ProcessOutput of(Process process) {
        ProcessOutput output = new ProcessOutput(process);
        Thread.ofPlatform().daemon().name("gossip-test-output-" + process.pid()).start(output::read);
        return output;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(its output could not be read: " + e + ")"); // killed while it printed
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        if (lines.size() < MAX_LINES) {
            lines.add(line);
            notifyAll();
        }
    }

    private synchronized void end() {
        hasEnded = true;
        notifyAll();
    }

    /** Waits for a line; empty when the output ended or the time is over without it. */
    synchronized Optional<String> await(Predicate<String> wanted, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (wanted.test(lines.get(seen))) {
                    return Optional.of(lines.get(seen));
                }
            }
            long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (hasEnded || leftMs <= 0) {
                return Optional.empty();
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** Waits until nothing can follow any more. */
    synchronized void awaitEnd(Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!hasEnded) {
            long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
