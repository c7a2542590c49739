package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineStatus.Phase;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What becomes of the beans and properties of an application. */
class BlueGreenAutoConfigurationTest {
    @TempDir
    private Path directory;

    private final ApplicationContextRunner empty = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BlueGreenAutoConfiguration.class, BlueGreenActuatorAutoConfiguration.class));

    private final ApplicationContextRunner shop = empty.withUserConfiguration(ShopPorts.class);

    private HikariDataSource pool(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:async:" + directory.resolve(name).toAbsolutePath());
        pool.setMaximumPoolSize(5);
        return pool;
    }

    private ApplicationContextRunner withPools(String... names) {
        ApplicationContextRunner runner = shop;
        for (String name : names) {
            runner = runner.withBean(
                    name, DataSource.class, () -> pool(name), definition -> definition.setDestroyMethodName("close"));
        }
        return runner;
    }

    private static void failsWith(ApplicationContextRunner runner, String... messages) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            while (!(failure instanceof StartupException) && failure.getCause() != null) {
                failure = failure.getCause();
            }
            assertThat(failure).isInstanceOf(StartupException.class).hasMessageContainingAll(messages);
            assertThat(new StartupFailureAnalyzer()
                            .analyze(context.getStartupFailure())
                            .getAction())
                    .isNotBlank();
        });
    }

    @Test
    void aRuntimeAndARouterAreEnough() {
        shop.withPropertyValues("spring.application.name=checkout-deployer").run(context -> {
            DeploymentEngine engine = context.getBean(DeploymentEngine.class);

            assertThat(engine.status().phase()).isEqualTo(Phase.RUNNING);
            assertThat(engine.status().engine()).startsWith("checkout-deployer/");
            assertThat(context.getBean(Journal.class)).isInstanceOf(InMemoryJournal.class);
        });
    }

    @Test
    void whatIsMissingIsNamedWithWhatToDo() {
        failsWith(empty, "needs a bean of io.github.bluegreen4j.spi.ServiceRuntime");
    }

    @Test
    void anApplicationThatDeploysNothingTurnsItOff() {
        empty.withPropertyValues("bluegreen4j.enabled=false").run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(DeploymentEngine.class)
                    .doesNotHaveBean(Journal.class);
            assertThat(context.getBeanNamesForType(Object.class)).noneMatch(name -> name.contains("HealthIndicator"));
        });
    }

    @Test
    void everyFaultOfThePropertiesIsReportedAtOnce() {
        failsWith(
                shop.withPropertyValues(
                        "bluegreen4j.name= ",
                        "bluegreen4j.lease=500ms",
                        "bluegreen4j.close-timeout=-1s",
                        "bluegreen4j.journal.call-timeout=50ms",
                        "bluegreen4j.journal.poll-interval=0s",
                        "bluegreen4j.rollouts.poll-interval=10ms",
                        "bluegreen4j.console.path=deployments/",
                        "bluegreen4j.journal.type=memory",
                        "bluegreen4j.journal.data-source=orders",
                        "bluegreen4j.journal.table=deployments"),
                "bluegreen4j.name: \"",
                "bluegreen4j.lease: \"500ms\" is not allowed; allowed: 1s or more",
                "bluegreen4j.close-timeout: \"-1s\" is not allowed; allowed: 0s or more",
                "bluegreen4j.journal.call-timeout: \"50ms\" is not allowed; allowed: 100ms or more",
                "bluegreen4j.journal.poll-interval: \"0s\" is not allowed; allowed: 100ms or more",
                "bluegreen4j.rollouts.poll-interval: \"10ms\" is not allowed; allowed: 100ms or more",
                "bluegreen4j.console.path: \"deployments/\" is not allowed; allowed: a path such as /deployments",
                "bluegreen4j.journal.data-source: \"orders\" is not allowed; allowed: nothing, since bluegreen4j.journal.type is memory",
                "bluegreen4j.journal.table: \"deployments\" is not allowed; allowed: nothing, since bluegreen4j.journal.type is memory");
        failsWith(
                shop.withPropertyValues("bluegreen4j.lease=10s"),
                "bluegreen4j.lease: \"10s\" is not allowed; allowed: one and a half times bluegreen4j.journal.call-timeout, which is"
                        + " 10s, or more");
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.type=dynamodb"),
                "bluegreen4j.journal.table: \"\" is not allowed; allowed: the name of a table");
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.table=a", "bluegreen4j.journal.data-source=b"),
                "bluegreen4j.journal.table: \"a\" is not allowed; allowed: nothing, or no bluegreen4j.journal.data-source");
    }

    @Test
    void aPropertyThatDoesNotExistIsRefused() {
        shop.withPropertyValues("bluegreen4j.leese=30s")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("bluegreen4j.leese"));
    }

    @Test
    void hooksListenersChecksAndCustomizersAreTheApplicationsBeans() {
        LifecycleHook smokeTest = invocation -> HookResult.succeeded();
        shop.withBean("smoke-test", LifecycleHook.class, () -> smokeTest)
                .withBean(EngineCustomizer.class, () -> builder -> builder.name("customized"))
                .run(context -> {
                    DeploymentEngine engine = context.getBean(DeploymentEngine.class);

                    assertThat(engine.status().engine()).startsWith("customized/");
                    assertThat(errors(engine, spec -> spec.hook(LifecycleStage.PRE_SCALE_UP, "smoke-test")))
                            .isEmpty();
                    assertThat(errors(engine, spec -> spec.hook(LifecycleStage.PRE_SCALE_UP, "smoketest")))
                            .hasValueSatisfying(
                                    finding -> assertThat(finding.toString()).contains("smoketest"));
                });
    }

    private static Optional<Finding> errors(DeploymentEngine engine, Consumer<DeploymentSpec.Builder> change) {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision("checkout:42")
                .productionRoute(ShopPorts.PRODUCTION)
                .targetGroups(ShopPorts.FIRST, ShopPorts.SECOND);
        change.accept(spec);
        return engine.preflight(spec.build()).findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst();
    }

    @Test
    void aListenerIsKnownToTheJournalByTheNameOfItsBean() {
        shop.withBean("audit", DeploymentListener.class, () -> (deployment, version, event) -> {})
                .run(context -> assertThat(context).hasNotFailed());
        failsWith(
                shop.withBean("audit", DeploymentListener.class, () -> (deployment, version, event) -> {})
                        .withBean(
                                EngineCustomizer.class,
                                () -> builder -> builder.listener("audit", (deployment, version, event) -> {})),
                "listenerName: \"audit\"");
    }

    @Test
    void policiesAreWhatASpecificationDoesNotSay() {
        shop.withBean(ConcurrencyPolicy.class, () -> ConcurrencyPolicy.QUEUE).run(context -> {
            DeploymentSpec spec = SpecFile.parse("spec", ShopPorts.SPEC, Map.of(), context.getBean(SpecDefaults.class));

            assertThat(spec.concurrency()).isEqualTo(ConcurrencyPolicy.QUEUE);
        });
    }

    @Test
    void aJournalOfTheApplicationIsUsed() {
        Journal own = InMemoryJournal.create();
        withPools("orders").withBean("own", Journal.class, () -> own).run(context -> {
            assertThat(context.getBean(Journal.class)).isSameAs(own);
        });
    }

    @Test
    void theDataSourceHasTheJournal() {
        withPools("orders")
                .run(context -> assertThat(context.getBean(Journal.class)).isInstanceOf(JdbcJournal.class));
        withPools("orders")
                .withPropertyValues("bluegreen4j.journal.type=memory")
                .run(context -> assertThat(context.getBean(Journal.class)).isInstanceOf(InMemoryJournal.class));
    }

    @Test
    void aTableOfDynamoDbHasTheJournal() {
        DynamoDbClient client = DynamoDbClient.builder()
                .httpClient(FakeAws.of(new ShopPorts().world()).httpClient())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
        DynamoDbJournal.createTable(client, "deployments");
        withPools("orders")
                .withPropertyValues("bluegreen4j.journal.table=deployments")
                .withBean(DynamoDbClient.class, () -> client)
                .run(context -> assertThat(context.getBean(Journal.class)).isInstanceOf(DynamoDbJournal.class));
    }

    @Test
    void whatInvokesLambdaFunctionsIsNoHookByItself() {
        shop.withBean("lambda", LambdaHooks.class, () -> LambdaHooks.create(mock(LambdaClient.class)))
                .withBean("smoke-test", LifecycleHook.class, () -> invocation -> HookResult.succeeded())
                .run(context -> {
                    assertThat(context.getBean(EngineFactory.class).hooks()).containsOnlyKeys("smoke-test");
                    assertThat(errors(
                                    context.getBean(DeploymentEngine.class),
                                    spec -> spec.hook(LifecycleStage.PRE_SCALE_UP, "lambda")))
                            .isPresent();
                });
    }

    @Test
    void ofSeveralDataSourcesOneIsNamed() {
        failsWith(
                withPools("orders", "stock"),
                "bluegreen4j.journal.data-source: \"\" is not allowed; allowed: one of orders, stock");
        failsWith(
                withPools("orders", "stock").withPropertyValues("bluegreen4j.journal.data-source=shelf"),
                "bluegreen4j.journal.data-source: \"shelf\" is not allowed; allowed: one of orders, stock");
        withPools("orders", "stock")
                .withPropertyValues("bluegreen4j.journal.data-source=stock")
                .run(context -> assertThat(context.getBean(Journal.class)).isInstanceOf(JdbcJournal.class));
    }

    @Test
    void whatCannotStoreAJournalIsSaidWithWhatToDo() {
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.type=jdbc"),
                "bluegreen4j.journal.type: \"jdbc\" needs a bean of javax.sql.DataSource");
        failsWith(
                withPools("orders").withPropertyValues("bluegreen4j.journal.create-tables=false"),
                "The DataSource can't store the journal");
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.table=deployments"),
                "bluegreen4j.journal.table: \"deployments\" needs one bean of"
                        + " software.amazon.awssdk.services.dynamodb.DynamoDbClient");
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.table=deployments")
                        .withBean(DynamoDbClient.class, () -> mock(DynamoDbClient.class)),
                "DynamoDB can't store the journal: table deployments");
        failsWith(
                shop.withPropertyValues("bluegreen4j.journal.table=deployments")
                        .withClassLoader(new FilteredClassLoader("io.github.bluegreen4j.aws", "software.amazon")),
                "needs the module bluegreen4j-aws-adapter");
    }

    @Test
    void nothingOfAwsOrOfTheActuatorIsNeeded() {
        shop.withClassLoader(new FilteredClassLoader(
                        "io.github.bluegreen4j.aws",
                        "software.amazon",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health"))
                .withBean("smoke-test", LifecycleHook.class, () -> invocation -> HookResult.succeeded())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(DeploymentEngine.class)
                        .doesNotHaveBean("deploymentsEndpoint"));
    }

    /** Whatever is destroyed later may be used until the engine is closed: here the pool that has the journal. */
    @Test
    void theEngineIsClosedInOrderBeforeTheDataSource() throws SQLException {
        DeploymentEngine[] engine = new DeploymentEngine[1];
        HikariDataSource[] pool = new HikariDataSource[1];
        withPools("orders").run(context -> {
            engine[0] = context.getBean(DeploymentEngine.class);
            pool[0] = context.getBean(HikariDataSource.class);
            assertThat(untilItHoldsItsLease(engine[0])).isTrue();
        });

        assertThat(pool[0].isClosed()).isTrue();
        assertThat(engine[0].status().phase()).isEqualTo(Phase.CLOSED);
        try (HikariDataSource again = pool("orders")) {
            JdbcJournal journal = JdbcJournal.h2(again);
            journal.renew("successor", Duration.ofMinutes(1));
            assertThat(leases(again)).as("the lease was ended in the journal").containsExactly("successor");
        }
    }

    private static List<String> leases(DataSource source) throws SQLException {
        List<String> valid = new ArrayList<>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT engine FROM bluegreen_engine WHERE lease_until > CURRENT_TIMESTAMP")) {
            while (rows.next()) {
                valid.add(rows.getString(1));
            }
        }
        return valid;
    }

    static boolean untilItHoldsItsLease(DeploymentEngine engine) {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!engine.status().lease().held() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return engine.status().lease().held();
    }

    @Test
    void aClosedEngineIsNotStartedAgain() {
        shop.run((AssertableApplicationContext context) -> {
            EngineLifecycle lifecycle = context.getBean(EngineLifecycle.class);
            lifecycle.stop();

            assertThat(lifecycle.isRunning()).isFalse();
            assertThat(lifecycle.isPauseable()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(lifecycle::start)
                    .withMessageContaining("create a new context");
        });
    }

    @Test
    void aDeploymentRunsInTheApplication() {
        shop.run(context -> {
            DeploymentEngine engine = context.getBean(DeploymentEngine.class);
            DeploymentSpec spec = SpecFile.parse("spec", ShopPorts.SPEC, Map.of(), defaults -> {});

            assertThat(engine.deploy(new DeploymentId("d-1"), spec).accepted()).succeedsWithin(Duration.ofMinutes(1));
        });
    }
}
