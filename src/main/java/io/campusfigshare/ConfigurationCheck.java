package io.campusfigshare;

import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Stops the start if settings contradict each other or are dangerous. One message says for each what to do. It runs
 * before any connection is made. With {@code --check}, it prints the settings and ends the process.
 */
@Singleton
class ConfigurationCheck {

    private static final String MASK = "********";

    /** The settings that {@code --check} prints. */
    private static final Pattern PRINTED = Pattern.compile(
            "(campus|figshare)\\..+"
                    + "|quarkus\\.(oidc\\.(auth-server-url|token\\.(audience|issuer)|roles\\..+|discovery-enabled)"
                    + "|datasource\\.(jdbc\\.url|reactive\\.url|username|password)"
                    + "|http\\.(host|port)|management\\.(host|port)|shutdown\\..+|otel\\.(sdk\\.disabled|exporter\\.otlp\\.endpoint))");

    private static final Pattern SECRET = Pattern.compile(".*(token|secret|password|audit-keys(\\[\\d+])?)$");
    private static final Pattern SECRET_IN_URL = Pattern.compile("(?<=//)[^/@]*@|(?<=[?&]password=)[^&]*");

    private final SmallRyeConfig config;
    private final BeanManager beans;
    private final List<String> arguments;

    ConfigurationCheck(SmallRyeConfig config, BeanManager beans, @CommandLineArguments String[] arguments) {
        this.config = config;
        this.beans = beans;
        this.arguments = List.of(arguments);
    }

    void check(@Observes @Priority(-3) StartupEvent start) {
        var rules = new ConfigurationRules(
                new SettingValues(config), LaunchMode.current().isDev());
        List<String> errors = new ArrayList<>(rules.errors());
        errors.addAll(UnknownSettings.knownFrom(beans).errorsIn(System.getenv()));
        List<String> warnings = rules.warnings();
        if (arguments.contains("--check")) {
            print();
            warnings.forEach(warning -> System.err.println("Warning: " + warning));
        } else if (errors.isEmpty()) {
            warnings.forEach(Log::warn);
            return;
        }
        if (errors.isEmpty()) {
            StartEnd.end(0, "The configuration is valid.");
        }
        StartEnd.refuse(errors);
    }

    private void print() {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> PRINTED.matcher(name).matches())
                .distinct()
                .sorted()
                .forEach(name -> config.getOptionalValue(name, String.class)
                        .ifPresent(value -> System.out.println(name + " = " + masked(name, value))));
    }

    static String masked(String name, String value) {
        return SECRET.matcher(name).matches()
                ? MASK
                : SECRET_IN_URL.matcher(value).replaceAll(MASK);
    }
}
