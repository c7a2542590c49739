package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.List;
import java.util.Map;

/**
 * A small world that is compared by identity: each is kept once, with what its calls read.
 *
 * @param facts how it stands
 * @param id its number
 * @param answers what calls read so far
 * @param seen what watches saw so far
 */
record ModelWorld(WorldFacts facts, int id, Map<Call, Answer.Result> answers, Map<List<Call>, Readings> seen) {

    /** What a reading call is answered. */
    Answer.Result answer(Call call, ModelCalls calls) {
        Answer.Result known = answers.get(call);
        if (known == null) {
            known = calls.of(call).answer(call, facts);
            answers.put(call, known);
        }
        return known;
    }

    /** What a watch sees; what can't be read is absent. */
    Readings see(List<Call> order, ModelCalls calls) {
        Readings known = seen.get(order);
        if (known == null) {
            known = Readings.NONE;
            for (Call call : order) {
                Readings before = known;
                known = answer(call, calls).accept(new Answer.Handler<Readings>() {
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
            seen.put(order, known);
        }
        return known;
    }
}
