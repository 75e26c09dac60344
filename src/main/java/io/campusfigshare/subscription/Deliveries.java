package io.campusfigshare.subscription;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.subscription.DeliveryStore.Attempt;
import io.campusfigshare.subscription.DeliveryStore.Outcome;
import io.campusfigshare.subscription.Destinations.Refused;
import io.campusfigshare.subscription.Receiver.NoAnswer;
import io.campusfigshare.subscription.SecretKeys.Unreadable;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Sends events to the subscribers. Once a second, one replica distributes the new events of the outbox and starts a
 * virtual thread for each subscription with something to send. A subscription has at most one thread per replica, so a
 * slow subscriber delays no other; there are at most as many as subscriptions. A delivery that a stopped replica was
 * sending is due again half a minute after its timeout.
 */
@Singleton
class Deliveries {

    static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

    private static final int GONE = 410;

    private final Outbox outbox;
    private final DeliveryStore store;
    private final SubscriptionStore subscriptions;
    private final SecretKeys keys;
    private final Destinations destinations;
    private final Receiver receiver;
    private final BackgroundJobs jobs;
    private final SecuredDoor door;
    private final WebhookMetrics metrics;
    private final ExecutorService threads;
    private final String base;
    private final Set<Long> sending = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Deliveries(
            Outbox outbox,
            DeliveryStore store,
            SubscriptionStore subscriptions,
            SecretKeys keys,
            Destinations destinations,
            Receiver receiver,
            BackgroundJobs jobs,
            SecuredDoor door,
            WebhookMetrics metrics,
            CampusConfig campus,
            @VirtualThreads ExecutorService threads) {
        this.outbox = outbox;
        this.store = store;
        this.subscriptions = subscriptions;
        this.keys = keys;
        this.destinations = destinations;
        this.receiver = receiver;
        this.jobs = jobs;
        this.door = door;
        this.metrics = metrics;
        this.base = CampusConfig.base(campus);
        this.threads = threads;
    }

    void drain(@Observes ShutdownDelayInitiatedEvent end) {
        stopping = true;
    }

    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void send() {
        if (isActive()) {
            jobs.run("webhooks", () -> {
                outbox.distribute();
                store.due().stream()
                        .filter(sending::add)
                        .forEach(subscription -> threads.execute(() -> send(subscription)));
            });
        }
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tidy() {
        if (isActive()) {
            jobs.run("webhooks-tidy", () -> {
                outbox.deleteOld();
                subscriptions.encryptAgain();
            });
        }
    }

    private boolean isActive() {
        return door.isOpen() && keys.isConfigured() && !stopping;
    }

    /** Sends what is due for the subscription, one after another. */
    private void send(long subscription) {
        try {
            while (!stopping) {
                Attempt attempt = store.claim(subscription).orElse(null);
                if (attempt == null) {
                    return;
                }
                store.record(attempt, attempt(attempt));
            }
        } catch (Problem unreachable) {
            Log.warnf("Webhooks of subscription %d are sent later: %s", subscription, unreachable.detail());
        } catch (CancellationException interrupted) {
            Log.debugf("Webhooks of subscription %d are sent by another replica", subscription);
        } finally {
            sending.remove(subscription);
        }
    }

    private Outcome attempt(Attempt attempt) {
        long start = System.nanoTime();
        Outcome outcome = outcome(attempt);
        metrics.count(outcome, System.nanoTime() - start);
        return outcome;
    }

    private Outcome outcome(Attempt attempt) {
        String body = body(attempt);
        Instant now = Instant.now();
        try {
            List<byte[]> secrets = attempt.secrets().stream()
                    .map(secret -> keys.decrypt(secret, attempt.owner()))
                    .toList();
            int status = receiver.post(
                    destinations.resolve(attempt.url()),
                    Map.of(
                            "Content-Type", CONTENT_TYPE,
                            "User-Agent", "campus-figshare",
                            "webhook-id", attempt.message(),
                            "webhook-timestamp", Long.toString(now.getEpochSecond()),
                            "webhook-signature", Signature.of(secrets, attempt.message(), now, body)),
                    Buffer.buffer(body));
            return status >= 200 && status < 300
                    ? Outcome.delivered(status)
                    : new Outcome(false, status, "the receiver answered " + status, status == GONE);
        } catch (NoAnswer failed) {
            return Outcome.failed(failed.why());
        } catch (Refused refused) {
            return Outcome.failed("the URL " + refused.why());
        } catch (Unreadable lost) {
            Log.errorf("Webhooks of subscription %d cannot be signed: %s", attempt.subscription(), lost.why());
            return Outcome.failed(lost.why());
        }
    }

    /** Returns the event as CloudEvents 1.0; the same text at each attempt. */
    private String body(Attempt attempt) {
        JsonObject data = new JsonObject(attempt.data());
        if (attempt.kind().startsWith("item.")) {
            data.put("url", base + "/v1/items/" + attempt.subject());
        } else if (attempt.kind().startsWith("deposit.")) {
            data.put("url", base + "/v1/deposits/" + attempt.subject());
        }
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", attempt.message())
                .put("source", base)
                .put("type", attempt.kind())
                .put("subject", attempt.subject())
                .put("time", attempt.at().toString())
                .put("datacontenttype", "application/json")
                .put("data", data)
                .encode();
    }
}
