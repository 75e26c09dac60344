package io.campusfigshare.harvest.oai;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.harvest.HarvestTest;
import io.gdcc.xoai.model.oaipmh.results.Record;
import io.gdcc.xoai.model.oaipmh.results.record.Header;
import io.gdcc.xoai.serviceprovider.ServiceProvider;
import io.gdcc.xoai.serviceprovider.client.OAIClient;
import io.gdcc.xoai.serviceprovider.exceptions.BadArgumentException;
import io.gdcc.xoai.serviceprovider.exceptions.OAIRequestException;
import io.gdcc.xoai.serviceprovider.model.Context;
import io.gdcc.xoai.serviceprovider.parameters.ListRecordsParameters;
import io.gdcc.xoai.serviceprovider.parameters.Parameters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Harvests everything with another project's client; {@code -Dharvest.records=10000} for more records. */
@QuarkusTest
class WholeHarvestTest extends HarvestTest {

    private static final int RECORDS = Integer.getInteger("harvest.records", 1_000);
    private static final int WRITERS = 3;

    @BeforeEach
    void copied() {
        fillCatalogue();
        copies(RECORDS);
    }

    @AfterEach
    void emptied() {
        removeCopies();
    }

    @Test
    void repeatedHarvestIsIdentical() throws Exception {
        List<String> first = new ArrayList<>();
        records("oai_dc").forEachRemaining(record -> first.add(text(record)));
        List<String> second = new ArrayList<>();
        records("oai_dc").forEachRemaining(record -> second.add(text(record)));

        assertThat(first).hasSizeGreaterThan(RECORDS).isEqualTo(second).doesNotHaveDuplicates();
        assertThat(first)
                .filteredOn(record -> !record.endsWith("deleted"))
                .hasSizeGreaterThan(RECORDS)
                .allSatisfy(record -> assertThat(record).contains("http://purl.org/dc/elements/1.1/"));
    }

    @Test
    void harvestIsCompleteWhileTheCatalogueChanges() throws Exception {
        Set<Long> withdrawn = ConcurrentHashMap.newKeySet();
        List<Header> harvested = new ArrayList<>();
        var over = new AtomicBoolean();
        List<Future<?>> writing = new ArrayList<>();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int n = 0; n < WRITERS; n++) {
                int writer = n;
                writing.add(writers.submit(() -> {
                    while (!over.get()) {
                        long copy = ThreadLocalRandom.current().nextLong(RECORDS) / WRITERS * WRITERS + writer;
                        if (copy < RECORDS && copy % 10 != 0 && !withdrawn.contains(copy)) {
                            change(copy);
                        } else if (copy < RECORDS && copy % 50 == 0 && withdrawn.add(copy)) {
                            withdrawCopy(copy);
                        }
                    }
                }));
            }
            try {
                records("oai_dc").forEachRemaining(record -> {
                    harvested.add(record.getHeader());
                    // Change only half of them again: a client cannot finish if items change faster than it reads.
                    over.compareAndSet(false, harvested.size() > RECORDS * 3 / 2);
                });
            } finally {
                over.set(true);
            }
        }
        for (Future<?> writer : writing) {
            writer.get();
        }

        Set<Long> ids = harvested.stream()
                .map(header -> Long.parseLong(header.getIdentifier().replaceAll(".*:", "")) - 70_000_000)
                .collect(Collectors.toSet());
        assertThat(ids).containsAll(LongStream.range(0, RECORDS).boxed().toList());
        assertThat(harvested.size()).as("some came again").isGreaterThan(ids.size());
        Set<String> given = new HashSet<>();
        assertThat(harvested)
                .allSatisfy(header -> assertThat(given.add(header.getIdentifier() + " " + header.getDatestamp()))
                        .as(header.getIdentifier() + " " + header.getDatestamp())
                        .isTrue());
    }

    private static Iterator<Record> records(String format) throws BadArgumentException {
        OAIClient http = OAIClient.newBuilder()
                .withBaseUrl("http://localhost:" + RestAssured.port + "/oai")
                .build();
        var context = new Context().withOAIClient(new Whole(http)).withSaveUnparsedMetadata();
        return new ServiceProvider(context)
                .listRecords(ListRecordsParameters.request().withMetadataPrefix(format));
    }

    /** Gives the client each answer as a whole, because it corrupts a token at the boundary of two reads. */
    private static final class Whole extends OAIClient {

        private final OAIClient http;

        Whole(OAIClient http) {
            this.http = http;
        }

        @Override
        public InputStream execute(Parameters parameters) throws OAIRequestException {
            try (InputStream answer = http.execute(parameters)) {
                return new ByteArrayInputStream(answer.readAllBytes());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static String text(Record record) {
        Header header = record.getHeader();
        return header.getIdentifier() + " " + header.getDatestamp() + " " + header.getSetSpecs() + " "
                + (header.isDeleted() ? "deleted" : record.getMetadata().asUnparsedString());
    }
}
