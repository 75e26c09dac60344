package io.campusfigshare.figshare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks how many retries the budget permits. */
class RetryBudgetTest {

    @Test
    void retriesAreATenthOfTheCalls() {
        var budget = new RetryBudget();
        int retries = 0;

        for (int call = 0; call < 1_000; call++) {
            budget.earn();
            while (budget.spend()) {
                retries++;
            }
        }

        assertThat(retries).isBetween(100, 120);
    }

    @Test
    void savingsAreBounded() {
        var budget = new RetryBudget();
        for (int call = 0; call < 1_000_000; call++) {
            budget.earn();
        }

        int retries = 0;
        while (budget.spend()) {
            retries++;
        }

        assertThat(retries).isEqualTo(20);
    }
}
