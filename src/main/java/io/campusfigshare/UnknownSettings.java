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
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds environment variables that look like settings of this service but are not. A mistyped one would have no effect,
 * and nobody would notice. In files and on the command line, SmallRye Config itself rejects unknown keys.
 *
 * @param known the names of all variables; {@code *} stands for any word
 */
record UnknownSettings(Set<String> known) {

    private static final String OWN_PACKAGE = UnknownSettings.class.getPackageName() + ".";

    private static final Pattern PREFIXED = Pattern.compile("(CAMPUS|FIGSHARE)_.+");

    /** The only trace of the sandbox in a build without it. */
    private static final Pattern OF_THE_SANDBOX =
            Pattern.compile("figshare[._]sandbox[._].+", Pattern.CASE_INSENSITIVE);

    /** The variables that Kubernetes sets for a Service named campus-figshare. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

    private static final Pattern LINK_URL = Pattern.compile("(tcp|udp|sctp)://.+");

    /** Returns an instance that knows the keys of all configuration mappings. */
    static UnknownSettings knownFrom(BeanManager beans) {
        return new UnknownSettings(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .flatMap(type -> type instanceof Class<?> mapping && isMapping(mapping)
                        ? ConfigClass.configClass(mapping).getProperties().keySet().stream()
                        : Stream.empty())
                .map(UnknownSettings::variableName)
                .collect(Collectors.toSet()));
    }

    // The annotations of all types of all beans would take milliseconds of the start to read.
    private static boolean isMapping(Class<?> type) {
        return type.isInterface()
                && type.getName().startsWith(OWN_PACKAGE)
                && type.isAnnotationPresent(ConfigMapping.class);
    }

    /** Returns the name of the variable that SmallRye Config reads for a key. */
    private static String variableName(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    /** Returns what is wrong with an unknown key or variable. */
    static String problem(String name) {
        return OF_THE_SANDBOX.matcher(name).matches()
                ? name + " needs a build with the sandbox: remove it, or use one made with ./mvnw package -Psandbox"
                : name + " is not a setting";
    }

    /** Returns a sentence for each unknown variable, with the most similar setting. */
    List<String> errorsIn(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> PREFIXED.matcher(variable.getKey()).matches())
                .filter(variable -> !isServiceLink(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> known.stream().noneMatch(key -> name.matches(key.replace("*", ".+"))))
                .sorted()
                .map(this::sentence)
                .toList();
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && LINK_URL.matcher(value).matches());
    }

    private String sentence(String name) {
        String advice =
                OF_THE_SANDBOX.matcher(name).matches() ? "" : ": set " + mostSimilar(name) + " instead, or remove it";
        return problem(name) + advice + " (docs/settings.md).";
    }

    private String mostSimilar(String name) {
        return known.stream()
                .min(Comparator.comparing((String key) ->
                                LevenshteinDistance.getDefaultInstance().apply(key, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
