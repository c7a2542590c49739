package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small world that is compared by identity: each is kept once, with what its calls read. */
final class ModelWorld {
    private final WorldFacts facts;
    private final int id;
    private final Map<Call, Answer.Result> answers = new HashMap<>();
    private final Map<List<Call>, Readings> seen = new HashMap<>();

    ModelWorld(WorldFacts facts, int id) {
        this.facts = facts;
        this.id = id;
    }

    WorldFacts facts() {
        return facts;
    }

    int id() {
        return id;
    }

    /** What a reading call is answered. */
    Answer.Result answer(Call call, Reader reader) {
        Answer.Result known = answers.get(call);
        if (known == null) {
            known = call.accept(reader.in(facts));
            answers.put(call, known);
        }
        return known;
    }

    /** What a watch sees; what can't be read is absent. */
    Readings see(List<Call> calls, Reader reader) {
        Readings known = seen.get(calls);
        if (known == null) {
            known = Readings.NONE;
            for (Call call : calls) {
                Readings before = known;
                known = answer(call, reader).accept(new Answer.Handler<Readings>() {
                    @Override
                    public Readings response(Response response) {
                        return response.addedTo(before);
                    }

                    @Override
                    public Readings problem(Problem problem) {
                        return call.subject()
                                .map(subject -> before.with(subject, problem))
                                .orElse(before);
                    }
                });
            }
            seen.put(calls, known);
        }
        return known;
    }
}
