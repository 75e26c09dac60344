package io.campusfigshare.catalogue.directory;

import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Copies Figshare's public vocabularies to the catalogue. They change rarely. */
@Singleton
public class VocabularySync {

    private final BackgroundJobs background;
    private final Vocabularies vocabularies;
    private final CatalogueConfig config;

    VocabularySync(BackgroundJobs background, Vocabularies vocabularies, CatalogueConfig config) {
        this.background = background;
        this.vocabularies = vocabularies;
        this.config = config;
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void schedule() {
        background.every(config.referenceInterval(), "vocabularies", () -> vocabularies.copyPublic(background));
    }
}
