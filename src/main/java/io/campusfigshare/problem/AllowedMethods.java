package io.campusfigshare.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a path supports, for Allow (RFC 9110, section 10.2.1), which Quarkus REST does not send with a 405.
 */
final class AllowedMethods {

    private static final List<String> ORDER = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private AllowedMethods() {}

    /** Returns the methods of the current request's path, from the routing tables of Quarkus REST. */
    static Set<String> ofCurrentRequest() {
        ResteasyReactiveRequestContext request = Objects.requireNonNull(CurrentRequestManager.get());
        String path = request.getPathWithoutPrefix();
        var classes =
                new RequestMapper<>(new ArrayList<>(request.getDeployment().getClassMappers()));
        Set<String> methods = new TreeSet<>(Comparator.comparingInt(ORDER::indexOf));
        for (@Nullable RequestMatch<InitialMatch> match = classes.map(path);
                match != null;
                match = classes.continueMatching(path, match)) {
            String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
            for (ServerRestHandler handler : match.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    add(routing.getMappers(), remaining, methods);
                }
            }
        }
        return methods;
    }

    private static void add(
            Map<String, RequestMapper<RuntimeResource>> mappers, String remaining, Set<String> methods) {
        mappers.forEach((@Nullable String method, RequestMapper<RuntimeResource> resources) -> {
            if (method != null && resources.map(remaining) != null) {
                methods.add(method);
                methods.add("OPTIONS");
                if (method.equals("GET")) {
                    methods.add("HEAD");
                }
            }
        });
    }
}
