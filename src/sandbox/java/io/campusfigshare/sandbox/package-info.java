/**
 * A simulated Figshare: it has seed data, keeps state and injects faults on request. It runs in the process of a service
 * that is built with the profile {@code sandbox}, and otherwise in tests and in a process of its own. This package holds
 * its start, settings, server and control API; the simulated APIs are in the packages below, which do not depend on this
 * one. The service does not depend on the sandbox: it calls it over HTTP as it calls Figshare.
 */
@NullMarked
package io.campusfigshare.sandbox;

import org.jspecify.annotations.NullMarked;
