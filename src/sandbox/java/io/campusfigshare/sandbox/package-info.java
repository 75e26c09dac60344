/**
 * A simulated Figshare inside the process: it has seed data, keeps state and injects faults on request. This package
 * holds its start, settings, server and control API; the simulated APIs are in the packages below, which do not depend
 * on this one. Nothing outside depends on the sandbox: the service calls it over HTTP as it calls Figshare.
 */
@NullMarked
package io.campusfigshare.sandbox;

import org.jspecify.annotations.NullMarked;
