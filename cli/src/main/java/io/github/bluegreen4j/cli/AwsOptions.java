package io.github.bluegreen4j.cli;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Where AWS is. Credentials are those of the SDK's default chain: environment, profile, role. */
final class AwsOptions {
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The AWS Region. Default: AWS_REGION, or the profile's.")
    private @Nullable String region;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Where all requests to AWS go instead: an emulator.")
    private @Nullable URI endpoint;

    /** Whose credentials count; the default chain's if there is none. */
    private Optional<String> profile = Optional.empty();

    /** The same in another Region, with the credentials of a profile. */
    AwsOptions in(String otherRegion, Optional<String> ofProfile) {
        AwsOptions other = new AwsOptions();
        other.region = otherRegion;
        other.endpoint = endpoint;
        other.profile = ofProfile;
        return other;
    }

    /**
     * Builds a client that speaks to that place.
     *
     * @throws Failure when no Region is known
     */
    <B extends AwsClientBuilder<B, C>, C> C build(B builder) {
        profile.map(ProfileCredentialsProvider::create).ifPresent(builder::credentialsProvider);
        checkedRegion().map(Region::of).ifPresent(builder::region);
        checkedEndpoint().ifPresent(builder::endpointOverride);
        try {
            return builder.build();
        } catch (SdkClientException incomplete) {
            String why = String.valueOf(incomplete.getMessage());
            throw why.startsWith("Unable to load region")
                    ? Failure.option("--region", "(missing)", "a Region, here, in AWS_REGION or in the profile")
                    : new Failure(ExitCode.REFUSED, "AWS can't be used: " + why);
        }
    }

    private Optional<String> checkedRegion() {
        Optional<String> given = Optional.ofNullable(region);
        given.filter(text -> !REGION.matcher(text).matches()).ifPresent(text -> {
            throw Failure.option("--region", text, "the name of a Region: eu-west-1");
        });
        return given;
    }

    private Optional<URI> checkedEndpoint() {
        Optional<URI> given = Optional.ofNullable(endpoint);
        given.filter(url -> url.getHost() == null
                        || !String.valueOf(url.getScheme()).matches("https?"))
                .ifPresent(url -> {
                    throw Failure.option("--endpoint-url", url.toString(), "http://HOST[:PORT] or https://HOST[:PORT]");
                });
        return given;
    }

    /** Where that is, for messages. A client was built before, so a Region is known. */
    String place() {
        return "Region " + knownRegion() + (endpoint == null ? "" : " at " + endpoint);
    }

    private String knownRegion() {
        return region == null
                ? DefaultAwsRegionProviderChain.builder().build().getRegion().id()
                : region;
    }

    /** Whether all names without an ARN are there: in this Region. */
    boolean isRegion(String name) {
        try {
            return checkedRegion().orElseGet(this::knownRegion).equals(name);
        } catch (SdkClientException unknown) {
            return false;
        }
    }

    /** Whether something failed because the default chain has no credentials: to try again is of no use. */
    static boolean lacksCredentials(Throwable thrown) {
        return Causes.find(thrown, SdkClientException.class)
                .filter(cause -> String.valueOf(cause.getMessage()).startsWith("Unable to load credentials"))
                .isPresent();
    }

    /** How to say the same again. */
    String again() {
        return (region == null ? "" : " --region " + region) + (endpoint == null ? "" : " --endpoint-url " + endpoint);
    }
}
