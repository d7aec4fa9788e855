package org.postern.server.cli;

import java.nio.file.Path;

/**
 * What initdb was asked to make.
 *
 * @param superuser name of the first role
 * @param password its password, or null for none
 * @param locale the value of datcollate and datctype
 * @param encoding PostgreSQL's name of the encoding
 * @param textSearchConfig default_text_search_config, without its schema
 * @param sync whether everything must be on disk at the end
 */
public record ClusterSpec(
    Path dataDirectory,
    String superuser,
    String password,
    String locale,
    String encoding,
    String textSearchConfig,
    boolean sync) {}
