package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;

/** What names something of the world, and what is made of little more than names. */
final class References {
    static final Shape<RouteRef> ROUTE = Scalars.named(RouteRef::new, RouteRef::id);
    static final Shape<RevisionRef> REVISION = Scalars.named(RevisionRef::new, RevisionRef::id);
    static final Shape<TargetGroupRef> GROUP = Scalars.named(TargetGroupRef::new, TargetGroupRef::id);
    static final Shape<DeploymentId> DEPLOYMENT = Scalars.named(DeploymentId::new, DeploymentId::value);
    static final Shape<LifecycleStage> STAGE = Scalars.word(LifecycleStage.class);
    static final Shape<Roles.Role> ROLE = Scalars.word(Roles.Role.class);

    static final ObjectShape<ServiceRef> SERVICE = ObjectShape.of(
            ServiceRef.class,
            ServiceRef::new,
            member("cluster", Scalars.TEXT, ServiceRef::cluster),
            member("name", Scalars.TEXT, ServiceRef::name));

    static final ObjectShape<Roles> ROLES = ObjectShape.of(
            Roles.class,
            Roles::new,
            Member.optional("blue", REVISION, Roles::blue),
            member("blueGroup", GROUP, Roles::blueGroup),
            member("greenGroup", GROUP, Roles::greenGroup));

    static final ObjectShape<HookExecution> EXECUTION = ObjectShape.of(
            HookExecution.class,
            HookExecution::new,
            member("direction", Scalars.word(HookExecution.Direction.class), HookExecution::direction),
            member("stage", STAGE, HookExecution::stage),
            member("step", Scalars.NUMBER, HookExecution::step),
            member("hook", Scalars.TEXT, HookExecution::hook));

    static final ObjectShape<Problem> PROBLEM = ObjectShape.of(
            Problem.class,
            Problem::new,
            member("kind", Scalars.word(Problem.Kind.class), Problem::kind),
            member("operation", Scalars.TEXT, Problem::operation),
            member("resource", Scalars.TEXT, Problem::resource),
            member("message", Scalars.TEXT, Problem::message));

    private References() {}
}
