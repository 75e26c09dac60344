/**
 * The secured door: resources under {@code /v1/deposits}, and what they do on behalf of people. {@code
 * DepositResource}, {@code DepositFileResource} and {@code PrivateLinkResource} read the request; the classes behind
 * them check access, call the workflow and Figshare, and build the answer. The rooms below know nothing of this one but
 * {@code DepositConfig}.
 */
@NullMarked
package io.campusfigshare.deposit;

import org.jspecify.annotations.NullMarked;
