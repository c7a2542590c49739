package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Services of five Regions, each with its own route and target groups. */
final class Fleet {
    static final List<String> REGIONS =
            List.of("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2");

    private Fleet() {}

    /** Neighbours are in different Regions. */
    static String region(int number) {
        return REGIONS.get(number % REGIONS.size());
    }

    static ServiceRef service(int number) {
        return new ServiceRef("arn:aws:ecs:" + region(number) + ":111122223333:cluster/prod", "service-" + number);
    }

    static RouteRef route(int number) {
        return new RouteRef("arn:aws:elasticloadbalancing:" + region(number)
                + ":111122223333:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/" + number);
    }

    static TargetGroupRef group(int number, String color) {
        return new TargetGroupRef("arn:aws:elasticloadbalancing:" + region(number) + ":111122223333:targetgroup/"
                + color + "-" + number + "/73e2d6bc24d8a067");
    }

    /** Deployments with an alarm each that keep blue for a day, for services with numbers in a row. */
    static List<DeploymentSpec> keepingBlue(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> spec(number)
                        .alarm("alarm-" + number)
                        .keepBlue(Duration.ofHours(24))
                        .build())
                .toList();
    }

    static DeploymentSpec.Builder spec(int number) {
        return DeploymentSpec.blueGreen(service(number))
                .revision("shop:2")
                .productionRoute(route(number))
                .targetGroups(group(number, "blue"), group(number, "green"))
                .bakeTime(Duration.ofMinutes(5));
    }

    static List<DeploymentSpec> specs(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> spec(number).build())
                .toList();
    }
}
