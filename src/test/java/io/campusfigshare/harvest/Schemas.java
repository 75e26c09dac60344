package io.campusfigshare.harvest;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Validates XML against the schemas in {@code src/test/resources/schemas}. */
public final class Schemas {

    private final Schema schema;

    public Schemas(String... names) {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            schema = factory.newSchema(Arrays.stream(names)
                    .map(name -> new StreamSource(resource(name).toString()))
                    .toArray(Source[]::new));
        } catch (SAXException ours) {
            throw new IllegalStateException(ours);
        }
    }

    /** Returns the violations. */
    public List<String> violations(String xml) {
        List<String> violations = new ArrayList<>();
        Validator validator = schema.newValidator();
        validator.setErrorHandler(new ErrorHandler() {
            @Override
            public void warning(SAXParseException warning) {
                violations.add(warning.getMessage());
            }

            @Override
            public void error(SAXParseException error) {
                violations.add(error.getMessage());
            }

            @Override
            public void fatalError(SAXParseException error) throws SAXException {
                throw error;
            }
        });
        try {
            validator.validate(new StreamSource(new StringReader(xml)));
        } catch (SAXException | IOException unreadable) {
            violations.add(String.valueOf(unreadable.getMessage()));
        }
        return violations;
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(Schemas.class.getResource("/schemas/" + name), name);
    }
}
