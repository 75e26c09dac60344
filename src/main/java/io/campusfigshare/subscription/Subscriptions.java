package io.campusfigshare.subscription;

import io.campusfigshare.access.Caller;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.subscription.Destinations.Refused;
import io.campusfigshare.subscription.Subscription.EventFilter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What client programs do with their subscriptions. The methods block. */
@Singleton
class Subscriptions {

    static final String ROLE = "subscribe";

    private static final ProblemType INVALID =
            new ProblemType("invalid-subscription", 422, "The subscription is not valid");
    private static final ProblemType TOO_MANY =
            new ProblemType("too-many-subscriptions", 409, "The client has too many subscriptions");
    private static final ProblemType SUSPENDED =
            new ProblemType("subscription-suspended", 409, "The subscription is suspended");

    private static final String DEPOSITS = "deposit.state";
    private static final Set<String> EVENTS = Set.of("item.created", "item.updated", "item.withdrawn", DEPOSITS);
    private static final int MAX_FILTER = 100;

    /** The Standard Webhooks specification recommends a day in which receivers can replace a secret. */
    private static final Duration FORMER_SECRET_KEPT = Duration.ofHours(24);

    private final SubscriptionStore store;
    private final SecretKeys keys;
    private final Destinations destinations;
    private final WebhookConfig config;

    Subscriptions(SubscriptionStore store, SecretKeys keys, Destinations destinations, WebhookConfig config) {
        this.store = store;
        this.keys = keys;
        this.destinations = destinations;
        this.config = config;
    }

    /** The result of a PUT. */
    record Put(boolean isNew, Subscription subscription) {}

    SubscriptionPage all(Caller caller) {
        List<Subscription> all = store.all(client(caller));
        return new SubscriptionPage(all, all.size());
    }

    Subscription find(Caller caller, String name) {
        return store.find(client(caller), name).orElseThrow(() -> unknown(name));
    }

    Put put(Caller caller, String name, NewSubscription wanted) {
        String client = client(caller);
        check(caller, wanted);
        byte[] secret = keys.newSecret();
        boolean isNew = store.put(
                        client, caller, name, wanted, keys.encrypt(secret, SubscriptionStore.owner(client, name)))
                .orElseThrow(() -> new Problem(
                        TOO_MANY,
                        "A client may have " + config.perClient() + " subscriptions: delete one that is not needed."));
        Subscription put = find(caller, name);
        return new Put(isNew, isNew ? put.withSecret(Signature.text(secret), null) : put);
    }

    void delete(Caller caller, String name) {
        if (!store.delete(client(caller), name)) {
            throw unknown(name);
        }
    }

    Subscription rotate(Caller caller, String name) {
        String client = client(caller);
        byte[] secret = keys.newSecret();
        Instant until = store.rotate(
                        client, name, keys.encrypt(secret, SubscriptionStore.owner(client, name)), FORMER_SECRET_KEPT)
                .orElseThrow(() -> unknown(name));
        return find(caller, name).withSecret(Signature.text(secret), until);
    }

    Delivery test(Caller caller, String name) {
        find(caller, name);
        return store.test(client(caller), name).orElseThrow(Subscriptions::suspended);
    }

    DeliveryPage deliveries(Caller caller, String name, @Nullable String status, int page, int size) {
        find(caller, name);
        return store.deliveries(client(caller), name, status, page, size);
    }

    Delivery sendAgain(Caller caller, String name, UUID delivery) {
        Subscription subscription = find(caller, name);
        return store.sendAgain(client(caller), name, delivery)
                .orElseThrow(() -> subscription.status().equals("suspended")
                        ? suspended()
                        : new Problem(ProblemType.NOT_FOUND, "There is no delivery " + delivery + "."));
    }

    /** Returns whom the subscriptions belong to: the client of the token, or its subject if it names no client. */
    private String client(Caller caller) {
        keys.requireConfigured();
        return caller.client() == null ? "subject:" + caller.subject() : caller.client();
    }

    private void check(Caller caller, NewSubscription wanted) {
        List<ProblemBody.Violation> errors = new ArrayList<>();
        List<String> events = wanted.events();
        if (events == null || events.isEmpty() || !events.stream().allMatch(Subscriptions::isEvent)) {
            errors.add(new ProblemBody.Violation(
                    "/events", "must name at least one of item.created, item.updated, item.withdrawn, deposit.state"));
        } else if (events.contains(DEPOSITS) && caller.readableDeposits().isEmpty() && caller.self() == null) {
            errors.add(new ProblemBody.Violation(
                    "/events", "deposit.state needs a role that permits to read deposits, such as deposit:read"));
        }
        EventFilter filter = wanted.filter();
        if (filter != null) {
            checkFilter("/filter/department", filter.department(), errors);
            checkFilter("/filter/type", filter.type(), errors);
        }
        if (wanted.url() == null) {
            errors.add(new ProblemBody.Violation("/url", "is missing"));
        } else {
            try {
                destinations.resolve(wanted.url());
            } catch (Refused refused) {
                errors.add(new ProblemBody.Violation("/url", refused.why()));
            }
        }
        if (!errors.isEmpty()) {
            throw new Problem(INVALID, "Correct the members that errors lists.", errors);
        }
    }

    /** @param name null in a JSON array with a null */
    private static boolean isEvent(@Nullable String name) {
        return name != null && EVENTS.contains(name);
    }

    private static void checkFilter(String pointer, @Nullable String value, List<ProblemBody.Violation> errors) {
        if (value != null && (value.isBlank() || value.length() > MAX_FILTER || value.indexOf('\0') >= 0)) {
            errors.add(new ProblemBody.Violation(pointer, "must have 1 to " + MAX_FILTER + " characters"));
        }
    }

    private static Problem unknown(String name) {
        return new Problem(ProblemType.NOT_FOUND, "The client has no subscription " + name + ".");
    }

    private static Problem suspended() {
        return new Problem(SUSPENDED, "A PUT of the subscription resumes it.");
    }
}
