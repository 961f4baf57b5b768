package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTextTest {

    @Test
    void agrees_with_big_decimal_on_random_numbers() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("numbers: -Dseed=" + seed);
        Random random = new Random(seed);
        NumberText number = new NumberText();
        for (int i = 0; i < 200_000; i++) {
            String text = randomNumber(random);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(number.scanJson(bytes, 0, bytes.length)).as(text).isEqualTo(bytes.length);
            BigDecimal exact = new BigDecimal(text);
            BigDecimal rounded = exact.setScale(3, RoundingMode.HALF_UP);
            assertThat(number.toDecimal(bytes, 0, bytes.length, 20, 3))
                    .as(text)
                    .isEqualTo(rounded.precision() > 20 ? null : rounded);
            assertThat(number.toDouble(bytes, 0, bytes.length)).as(text).isEqualTo(Double.parseDouble(text));
            assertThat(number.isWhole() ? number.whole() : null).as(text).isEqualTo(whole(exact));
            assertThat(number.scanText(bytes, 0, bytes.length)).as(text).isTrue();
        }
    }

    private static String randomNumber(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        text.append(
                random.nextInt(4) == 0 ? "0" : 1 + random.nextInt(9) + digits(random, random.nextInt(4) == 0 ? 25 : 6));
        if (random.nextBoolean()) {
            text.append('.').append(random.nextInt(10)).append(digits(random, random.nextInt(4) == 0 ? 25 : 6));
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(60) - 30);
        }
        return text.toString();
    }

    private static String digits(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(most); count > 0; count--) {
            text.append(random.nextInt(3) == 0 ? random.nextInt(10) : random.nextBoolean() ? 0 : 9);
        }
        return text.toString();
    }

    private static Long whole(BigDecimal exact) {
        try {
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
