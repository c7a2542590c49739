package io.github.bluegreen4j.benchmarks.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * db-scheduler: a chain of one-time tasks, each of which replaces itself by the next one in the same transaction ({@code
 * OnCompleteReplace}). On PostgreSQL it fetches and locks what is due in one statement, which its documentation names as the fastest way.
 */
public final class DbSchedulerChain implements Chain {
    private static final String NAMES = "chain-";

    private final Scheduler scheduler;
    private volatile CountDownLatch left = new CountDownLatch(0);

    /**
     * Creates the table if there is none, and starts a scheduler.
     *
     * @param source a pool of connections
     * @param threads how many threads run tasks
     * @param postgres whether the database is PostgreSQL; otherwise H2
     * @throws SQLException if the table cannot be created
     */
    public DbSchedulerChain(DataSource source, int threads, boolean postgres) throws SQLException {
        createTable(source, postgres);
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            tasks.add(step(i));
        }
        var builder = Scheduler.create(source, tasks)
                .threads(threads)
                .pollingInterval(Duration.ofMillis(10))
                .enableImmediateExecution();
        if (postgres) {
            builder.pollUsingLockAndFetch(1, 4);
        } else {
            builder.pollUsingFetchAndLockOnExecute(1, 4);
        }
        scheduler = builder.build();
        scheduler.start();
    }

    private static void createTable(DataSource source, boolean postgres) throws SQLException {
        String bytes = postgres ? "bytea" : "blob";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS scheduled_tasks (
                        task_name VARCHAR(100) NOT NULL,
                        task_instance VARCHAR(100) NOT NULL,
                        task_data %s,
                        execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
                        picked BOOLEAN NOT NULL,
                        picked_by VARCHAR(100),
                        last_success TIMESTAMP WITH TIME ZONE,
                        last_failure TIMESTAMP WITH TIME ZONE,
                        consecutive_failures INT,
                        last_heartbeat TIMESTAMP WITH TIME ZONE,
                        version BIGINT NOT NULL,
                        priority SMALLINT,
                        PRIMARY KEY (task_name, task_instance))""".formatted(bytes));
            statement.execute("CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time)");
            statement.execute("CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
        }
    }

    private static TaskDescriptor<String> descriptor(int step) {
        return TaskDescriptor.of(NAMES + STEPS.get(step), String.class);
    }

    private Task<String> step(int step) {
        return Tasks.custom(descriptor(step)).execute((instance, context) -> {
            if (step + 1 < STEPS.size()) {
                return new CompletionHandler.OnCompleteReplace<>(descriptor(step + 1), instance.getData());
            }
            left.countDown();
            return new CompletionHandler.OnCompleteRemove<>();
        });
    }

    @Override
    public void run(int chains) throws Exception {
        left = new CountDownLatch(chains);
        List<SchedulableInstance<?>> first = new ArrayList<>();
        String run = UUID.randomUUID().toString();
        Instant now = Instant.now();
        for (int i = 0; i < chains; i++) {
            first.add(descriptor(0).instance(run + i).data("checkout:42").scheduledTo(now));
        }
        scheduler.scheduleBatch(first);
        scheduler.triggerCheckForDueExecutions();
        if (!left.await(30, TimeUnit.MINUTES)) {
            throw new IllegalStateException("db-scheduler: " + left.getCount() + " chains did not end");
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
