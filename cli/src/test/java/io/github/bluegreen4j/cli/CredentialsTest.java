package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.internal.ProfileCredentialsUtils;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.profiles.ProfileFile;

/** Whatever kind of profile a user has, the command line has what the SDK needs to use it. */
class CredentialsTest {
    private static final String PROFILES = """
            [base]
            aws_access_key_id = any
            aws_secret_access_key = key
            region = eu-west-1
            [assumed-role]
            role_arn = arn:aws:iam::123456789012:role/deployer
            source_profile = base
            region = eu-west-1
            [web-identity]
            role_arn = arn:aws:iam::123456789012:role/deployer
            web_identity_token_file = /tmp/token
            region = eu-west-1
            [single-sign-on]
            sso_start_url = https://example.awsapps.com/start
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = deployer
            region = eu-west-1
            """;

    @ParameterizedTest
    @ValueSource(strings = {"base", "assumed-role", "web-identity", "single-sign-on"})
    void everyKindOfProfileHasItsModule(String profile) {
        ProfileFile file = ProfileFile.builder()
                .content(new ByteArrayInputStream(PROFILES.getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CREDENTIALS)
                .build();

        assertThatCode(() -> new ProfileCredentialsUtils(
                                file, file.profile(profile).orElseThrow(), file::profile)
                        .credentialsProvider()
                        .orElseThrow())
                .doesNotThrowAnyException();
    }

    /** The clients that the SDK makes by itself to assume a role use the only one there is. */
    @Test
    void thereIsOneHttpClientToChooseFrom() {
        assertThat(ServiceLoader.load(SdkHttpService.class))
                .extracting(service -> service.getClass().getSimpleName())
                .containsExactly("UrlConnectionSdkHttpService");
    }
}
