package gossip.tests.crash;

/**
 * What a numbered order says, so that everybody who knows how many there are knows them all.
 *
 * @param number from 0
 */
record Order(int number) {
    private static final int CUSTOMERS = 7;

    static Order parse(String text) {
        return new Order(Integer.parseInt(text));
    }

    String text() {
        return String.valueOf(number);
    }

    String customer() {
        return "customer-" + number % CUSTOMERS;
    }

    int amount() {
        return 1 + number * 31 % 97;
    }

    boolean isPaid() {
        return number % 5 > 0;
    }

    String payment() {
        return "payment-" + number;
    }

    /** When it is placed, in milliseconds after the first one. */
    long placedMs() {
        return number * 20L;
    }

    /** When it is paid, in milliseconds after the first order. */
    long paidMs() {
        return placedMs() + 500;
    }
}
