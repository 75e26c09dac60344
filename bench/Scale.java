// Simulates the requests of a campus and counts those that reach the catalogue and Figshare, for docs/scale.md.
//   java bench/Scale.java
// Requests follow a Poisson process, and pages follow Zipf's law. Each replica caches responses like httpcache: fresh for max-age,
// then stale during one refresh, with eviction of the least recently used. Options have the form name=value; see main.

import java.util.SplittableRandom;

record Setting(int items, double zipf, double perSecond, int replicas, int maxCached, double maxAge, double foreign) {}

record Outcome(long requests, long hits, long stale, long misses, long queries, long figshare) {}

/** Returns the cumulative Zipf weights of 1..n. */
double[] cumulativeWeights(int n, double exponent) {
    double[] sums = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += Math.pow(i + 1, -exponent);
        sums[i] = sum;
    }
    return sums;
}

/** Returns the index that a random number from 0 to 1 selects. */
int select(double[] sums, double random) {
    int index = Arrays.binarySearch(sums, random * sums[sums.length - 1]);
    return index < 0 ? Math.min(-index - 1, sums.length - 1) : index;
}

Outcome simulate(Setting s, double hours, long seed) {
    var random = new SplittableRandom(seed);
    double[] popular = cumulativeWeights(s.items(), s.zipf());
    List<Map<Long, Double>> caches = new ArrayList<>();
    for (int r = 0; r < s.replicas(); r++) {
        caches.add(new LinkedHashMap<>(1024, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Double> eldest) {
                return size() > s.maxCached();
            }
        });
    }
    long requests = 0, hits = 0, stale = 0, misses = 0, queries = 0, figshare = 0;
    double warmUp = 3600; // an hour in which the caches fill, not counted
    for (double now = 0; now < warmUp + hours * 3600; ) {
        now += -Math.log(1 - random.nextDouble()) / s.perSecond();
        boolean isForeign = random.nextDouble() < s.foreign();
        long page = select(popular, random.nextDouble()) * 2L + (isForeign ? 1 : 0);
        var cache = caches.get(random.nextInt(s.replicas()));
        Double since = cache.get(page);
        boolean mustRefresh = since == null || now - since > s.maxAge();
        if (mustRefresh) {
            cache.put(page, now);
        }
        if (now < warmUp) {
            continue;
        }
        requests++;
        if (since == null) {
            misses++;
        } else if (mustRefresh) {
            stale++;
        } else {
            hits++;
        }
        if (mustRefresh && isForeign) {
            figshare++;
        } else if (mustRefresh) {
            queries++;
        }
    }
    return new Outcome(requests, hits, stale, misses, queries, figshare);
}

void main(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
        options.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    double hours = Double.parseDouble(options.getOrDefault("hours", "4"));
    int replicas = Integer.parseInt(options.getOrDefault("replicas", "3"));
    int kept = Integer.parseInt(options.getOrDefault("kept", "4000"));
    double zipf = Double.parseDouble(options.getOrDefault("zipf", "0.9"));
    double foreign = Double.parseDouble(options.getOrDefault("foreign", "0.02"));
    IO.println("| items | requests/s | max-age | hit | stale | miss | questions/s | Figshare/h |");
    IO.println("|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (int items : new int[] {10_000, 100_000}) {
        for (double perSecond : new double[] {1, 10, 100}) {
            for (double maxAge : new double[] {120, 300, 3600}) {
                var o = simulate(new Setting(items, zipf, perSecond, replicas, kept, maxAge, foreign), hours, 1);
                IO.println("| %,d | %.0f | %.0f s | %.1f %% | %.1f %% | %.1f %% | %.2f | %,.0f |".formatted(
                        items, perSecond, maxAge,
                        100.0 * o.hits() / o.requests(), 100.0 * o.stale() / o.requests(), 100.0 * o.misses() / o.requests(),
                        o.queries() / (hours * 3600), o.figshare() / hours));
            }
        }
    }
}
