package io.campusfigshare.figshare;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's credential. Apart from {@link FigshareConfig}, so that nothing that reads has it in its hands. */
@ConfigMapping(prefix = "figshare")
public interface TokenConfig {

    /** A personal token that may act for everybody in the institution; refused beside the sandbox. */
    Optional<String> token();

    /** A file that holds that token; refused beside the sandbox. */
    Optional<Path> tokenFile();
}
