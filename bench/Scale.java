// What a campus asks for, and what of it reaches the catalogue and Figshare: a simulation, hour by hour, for docs/scale.md.
//   java bench/Scale.java
// Requests come at random (Poisson), pages by Zipf's law. Each replica keeps answers as httpcache does: fresh for max-age, then
// stale while one renewal is under way, the least recently used out first. Options: name=value, as below.

import java.util.SplittableRandom;

record Setting(int items, double zipf, double perSecond, int replicas, int keptAnswers, double maxAge, double foreign) {}

record Outcome(long requests, long hits, long stale, long misses, long questions, long figshare) {}

/** Zipf over 1..n by its inverted sums. */
double[] sums(int n, double exponent) {
    double[] sums = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += Math.pow(i + 1, -exponent);
        sums[i] = sum;
    }
    return sums;
}

int drawn(double[] sums, double at) {
    int found = Arrays.binarySearch(sums, at * sums[sums.length - 1]);
    return found < 0 ? Math.min(-found - 1, sums.length - 1) : found;
}

Outcome simulated(Setting s, double hours, long seed) {
    var random = new SplittableRandom(seed);
    double[] popular = sums(s.items(), s.zipf());
    List<Map<Long, Double>> caches = new ArrayList<>();
    for (int r = 0; r < s.replicas(); r++) {
        caches.add(new LinkedHashMap<>(1024, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Double> eldest) {
                return size() > s.keptAnswers();
            }
        });
    }
    long requests = 0, hits = 0, stale = 0, misses = 0, questions = 0, figshare = 0;
    double warm = 3600; // not counted: an hour, in which the caches fill
    for (double now = 0; now < warm + hours * 3600; ) {
        now += -Math.log(1 - random.nextDouble()) / s.perSecond();
        boolean elsewhere = random.nextDouble() < s.foreign();
        long page = drawn(popular, random.nextDouble()) * 2L + (elsewhere ? 1 : 0);
        var cache = caches.get(random.nextInt(s.replicas()));
        Double since = cache.get(page);
        boolean asked = since == null || now - since > s.maxAge();
        if (asked) {
            cache.put(page, now);
        }
        if (now < warm) {
            continue;
        }
        requests++;
        if (since == null) {
            misses++;
        } else if (asked) {
            stale++;
        } else {
            hits++;
        }
        if (asked && elsewhere) {
            figshare++;
        } else if (asked) {
            questions++;
        }
    }
    return new Outcome(requests, hits, stale, misses, questions, figshare);
}

void main(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
        given.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    double hours = Double.parseDouble(given.getOrDefault("hours", "4"));
    int replicas = Integer.parseInt(given.getOrDefault("replicas", "3"));
    int kept = Integer.parseInt(given.getOrDefault("kept", "4000"));
    double zipf = Double.parseDouble(given.getOrDefault("zipf", "0.9"));
    double foreign = Double.parseDouble(given.getOrDefault("foreign", "0.02"));
    IO.println("| items | requests/s | max-age | hit | stale | miss | questions/s | Figshare/h |");
    IO.println("|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (int items : new int[] {10_000, 100_000}) {
        for (double perSecond : new double[] {1, 10, 100}) {
            for (double maxAge : new double[] {120, 300, 3600}) {
                var o = simulated(new Setting(items, zipf, perSecond, replicas, kept, maxAge, foreign), hours, 1);
                IO.println("| %,d | %.0f | %.0f s | %.1f %% | %.1f %% | %.1f %% | %.2f | %,.0f |".formatted(
                        items, perSecond, maxAge,
                        100.0 * o.hits() / o.requests(), 100.0 * o.stale() / o.requests(), 100.0 * o.misses() / o.requests(),
                        o.questions() / (hours * 3600), o.figshare() / hours));
            }
        }
    }
}
