package io.github.bluegreen4j.workflow.state;

/** A visitor with one default result for every kind of state that a subclass does not override. */
public abstract class StateAdapter<R> implements DeploymentState.Handler<R> {
    private final R otherwise;

    public StateAdapter(R otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public R notStarted(NotStarted state) {
        return otherwise;
    }

    @Override
    public R forward(Forward state) {
        return otherwise;
    }

    @Override
    public R rollingBack(RollingBack state) {
        return otherwise;
    }

    @Override
    public R closing(Closing state) {
        return otherwise;
    }

    @Override
    public R ended(Ended state) {
        return otherwise;
    }
}
