package io.github.bluegreen4j.benchmarks.peer;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * DBOS: a workflow of as many steps. Its queues poll; so the workflows are called by threads, as many at once as there are connections, which
 * is faster.
 */
public final class DbosChain implements Chain {
    private final DBOS dbos;
    private final Deploy deploy;
    private final ExecutorService threads;

    /** The workflow. */
    public interface Deploy {
        /**
         * Runs all steps.
         *
         * @param revision what would be deployed
         * @return what was deployed
         */
        String run(String revision);
    }

    /** The workflow's steps. */
    public static final class DeployWorkflow implements Deploy {
        private final DBOS dbos;

        DeployWorkflow(DBOS dbos) {
            this.dbos = dbos;
        }

        @Override
        @Workflow(name = "deploy")
        public String run(String revision) {
            String last = revision;
            for (String step : STEPS) {
                last = dbos.<String, RuntimeException>runStep(() -> revision, step);
            }
            return last;
        }
    }

    /**
     * Creates the tables if there are none, and starts DBOS.
     *
     * @param source a pool of connections
     * @param threads how many workflows run at once
     */
    public DbosChain(DataSource source, int threads) {
        dbos = new DBOS(DBOSConfig.defaults("benchmarks").withDataSource(source));
        deploy = dbos.registerProxy(Deploy.class, new DeployWorkflow(dbos));
        dbos.launch();
        this.threads = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void run(int chains) throws Exception {
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            running.add(threads.submit(() -> deploy.run("checkout:42")));
        }
        for (Future<String> one : running) {
            if (!one.get(30, TimeUnit.MINUTES).equals("checkout:42")) {
                throw new IllegalStateException("a workflow of DBOS ended as it should not");
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        dbos.shutdown();
    }
}
