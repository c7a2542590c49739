package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.References.EXECUTION;
import static io.github.bluegreen4j.journal.json.References.REVISION;
import static io.github.bluegreen4j.journal.json.References.ROLE;
import static io.github.bluegreen4j.journal.json.References.ROUTE;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.PERCENT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.event.Effect;

/** Pieces of work, and what they change. */
final class EffectShapes {
    static final Choice<Effect> EFFECT = new Choice<Effect>("a piece of work")
            .or("InspectService", ObjectShape.of(Effect.InspectService.class, Effect.InspectService::new))
            .or("ReadScaleIn", ObjectShape.of(Effect.ReadScaleIn.class, Effect.ReadScaleIn::new))
            .or("SuspendScaleIn", ObjectShape.of(Effect.SuspendScaleIn.class, Effect.SuspendScaleIn::new))
            .or("RestoreScaleIn", ObjectShape.of(Effect.RestoreScaleIn.class, Effect.RestoreScaleIn::new))
            .or("LaunchGreen", ObjectShape.of(Effect.LaunchGreen.class, Effect.LaunchGreen::new))
            .or(
                    "ScaleRevision",
                    ObjectShape.of(
                            Effect.ScaleRevision.class,
                            Effect.ScaleRevision::new,
                            member("role", ROLE, Effect.ScaleRevision::role),
                            member("atLeast", NUMBER, Effect.ScaleRevision::atLeast)))
            .or(
                    "ShiftRoute",
                    ObjectShape.of(
                            Effect.ShiftRoute.class,
                            Effect.ShiftRoute::new,
                            member("route", ROUTE, Effect.ShiftRoute::route),
                            member("greenShare", PERCENT, Effect.ShiftRoute::greenShare)))
            .or(
                    "RestoreRoute",
                    ObjectShape.of(
                            Effect.RestoreRoute.class,
                            Effect.RestoreRoute::new,
                            member("route", ROUTE, Effect.RestoreRoute::route),
                            member("insist", FLAG, Effect.RestoreRoute::insist)))
            .or("MakePrimary", ObjectShape.of(Effect.MakePrimary.class, Effect.MakePrimary::new))
            .or(
                    "RetireRevision",
                    ObjectShape.of(
                            Effect.RetireRevision.class,
                            Effect.RetireRevision::new,
                            member("role", ROLE, Effect.RetireRevision::role)))
            .or(
                    "RetireLeftOver",
                    ObjectShape.of(
                            Effect.RetireLeftOver.class,
                            Effect.RetireLeftOver::new,
                            member("revision", REVISION, Effect.RetireLeftOver::revision)))
            .or("VerifyCleanUp", ObjectShape.of(Effect.VerifyCleanUp.class, Effect.VerifyCleanUp::new))
            .or("VerifyEnd", ObjectShape.of(Effect.VerifyEnd.class, Effect.VerifyEnd::new))
            .or("ObserveEnd", ObjectShape.of(Effect.ObserveEnd.class, Effect.ObserveEnd::new))
            .or(
                    "InvokeHook",
                    ObjectShape.of(
                            Effect.InvokeHook.class,
                            Effect.InvokeHook::new,
                            member("execution", EXECUTION, Effect.InvokeHook::execution)));

    static final ObjectShape<Effect.Resource> RESOURCE = ObjectShape.of(
            Effect.Resource.class,
            Effect.Resource::new,
            member("kind", word(Effect.Resource.Kind.class), Effect.Resource::kind),
            member("id", TEXT, Effect.Resource::id));

    private EffectShapes() {}
}
