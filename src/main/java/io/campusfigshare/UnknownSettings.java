package io.campusfigshare;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Environment variables that look like settings of ours and are none: mistyped, they would change nothing, and nobody would
 * notice. Of files and of the command line, SmallRye Config refuses such keys itself.
 *
 * @param known the names of all variables; a {@code *} stands for any word
 */
record UnknownSettings(Set<String> known) {

    private static final Pattern OURS = Pattern.compile("(CAMPUS|FIGSHARE)_.+");

    /** What Kubernetes sets for a Service named campus-figshare. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

    private static final Pattern LINKED = Pattern.compile("(tcp|udp|sctp)://.+");

    /** The keys of all interfaces that map the configuration. */
    static UnknownSettings besideThoseOf(BeanManager beans) {
        return new UnknownSettings(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(type -> type instanceof Class<?> mapping && mapping.isAnnotationPresent(ConfigMapping.class))
                .flatMap(mapping -> ConfigClass.configClass((Class<?>) mapping).getProperties().keySet().stream())
                .map(UnknownSettings::inEnvironment)
                .collect(Collectors.toSet()));
    }

    /** As SmallRye Config reads it. */
    private static String inEnvironment(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    /** A sentence for each, which says what may have been meant. */
    List<String> in(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> OURS.matcher(variable.getKey()).matches())
                .filter(variable -> !isServiceLink(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> known.stream().noneMatch(key -> name.matches(key.replace("*", ".+"))))
                .sorted()
                .map(name -> name + " is no setting: set " + nearest(name)
                        + " in its place, or remove it (docs/settings.md).")
                .toList();
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && LINKED.matcher(value).matches());
    }

    private String nearest(String name) {
        return known.stream()
                .min(Comparator.comparing((String key) ->
                                LevenshteinDistance.getDefaultInstance().apply(key, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
