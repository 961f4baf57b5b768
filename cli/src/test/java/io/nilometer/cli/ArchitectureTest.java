package io.nilometer.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of the house. Each rule is also shown to fall where it is broken on purpose. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.nilometer");

    private static final ArchRule NOBODY_USES_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.nilometer.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nilometer.cli..");

    private static final ArchRule CONNECTORS_KNOW_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.nilometer.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.nilometer.core..", "io.nilometer.embedded..", "io.nilometer.spark..");

    private static final ArchRule ENGINES_STAND_ALONE =
            slices().matching("io.nilometer.(embedded|spark)..").should().notDependOnEachOther();

    private static final ArchRule ENGINES_KNOW_NO_CONNECTOR = noClasses()
            .that()
            .resideInAnyPackage("io.nilometer.core..", "io.nilometer.embedded..", "io.nilometer.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nilometer.connectors..");

    /** What connectors may share: the writer of rows as JSON, the splitting of lines, and pausing between attempts. */
    private static final Set<String> SHARED_BY_CONNECTORS =
            Set.of("io.nilometer.connectors.json", "io.nilometer.connectors.line", "io.nilometer.connectors.pace");

    private static final ArchRule WHAT_CONNECTORS_SHARE_KNOWS_NONE_OF_THEM = noClasses()
            .that()
            .resideInAnyPackage(SHARED_BY_CONNECTORS.toArray(String[]::new))
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to a connector",
                    type -> type.getPackageName().startsWith("io.nilometer.connectors.")
                            && !SHARED_BY_CONNECTORS.contains(type.getPackageName())))
            .allowEmptyShould(true);

    private static final ArchRule CONNECTORS_STAND_ALONE = slices().assignedFrom(new ConnectorOf())
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    private static final ArchRule SPARK_STAYS_WHERE_IT_BELONGS = noClasses()
            .that()
            .resideOutsideOfPackages("io.nilometer.core.compile..", "io.nilometer.core.row..", "io.nilometer.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark..");

    private static final ArchRule NO_CYCLES =
            slices().matching("io.nilometer.(**)").should().beFreeOfCycles();

    @Test
    void nobody_uses_the_command_line() {
        NOBODY_USES_THE_COMMAND_LINE.check(HOUSE);
    }

    @Test
    void connectors_know_neither_engines_nor_each_other() {
        CONNECTORS_KNOW_NO_ENGINE.allowEmptyShould(true).check(HOUSE);
        CONNECTORS_STAND_ALONE.check(HOUSE);
        WHAT_CONNECTORS_SHARE_KNOWS_NONE_OF_THEM.check(HOUSE);
    }

    @Test
    void engines_know_neither_each_other_nor_connectors() {
        ENGINES_STAND_ALONE.check(HOUSE);
        ENGINES_KNOW_NO_CONNECTOR.check(HOUSE);
    }

    @Test
    void spark_types_stay_in_the_compiler_the_rows_and_the_spark_engine() {
        SPARK_STAYS_WHERE_IT_BELONGS.check(HOUSE);
    }

    @Test
    void packages_form_no_cycles() {
        NO_CYCLES.check(HOUSE);
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        assertThat(packages(HOUSE)).isNotEmpty().allSatisfy(ArchitectureTest::isDescribed);
    }

    @Test
    void all_modules_are_looked_at() {
        assertThat(packages(HOUSE))
                .contains(
                        "io.nilometer.api",
                        "io.nilometer.core.program",
                        "io.nilometer.embedded",
                        "io.nilometer.spark",
                        "io.nilometer.cli");
    }

    @Test
    void the_rules_can_fail() {
        JavaClasses wrong = new ClassFileImporter().importPackages("io.nilometer");

        assertThatThrownBy(() -> NO_CYCLES.check(wrong)).hasMessageContaining("cyclic.one");
        assertThatThrownBy(() -> SPARK_STAYS_WHERE_IT_BELONGS.check(wrong)).hasMessageContaining("UsesSpark");
        assertThatThrownBy(() -> ENGINES_STAND_ALONE.check(wrong)).hasMessageContaining("TwinEngine");
        assertThatThrownBy(() -> ENGINES_KNOW_NO_CONNECTOR.check(wrong)).hasMessageContaining("TwinEngine");
        assertThatThrownBy(() -> CONNECTORS_KNOW_NO_ENGINE.check(wrong)).hasMessageContaining("NosyConnector");
        assertThatThrownBy(() -> CONNECTORS_STAND_ALONE.check(wrong)).hasMessageContaining("NosyConnector");
        assertThatThrownBy(() -> NOBODY_USES_THE_COMMAND_LINE.check(wrong)).hasMessageContaining("NosyConnector");
        assertThatThrownBy(() -> isDescribed("io.nilometer.cyclic.one")).isInstanceOf(AssertionError.class);
    }

    private static Set<String> packages(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    }

    private static void isDescribed(String name) {
        try {
            Class<?> info = Class.forName(name + ".package-info");
            assertThat(info.isAnnotationPresent(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " has no annotated package-info.java", e);
        }
    }

    /** Each package under {@code connectors} is one connector; what they share is none. */
    private static final class ConnectorOf implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String[] parts = type.getPackageName().split("\\.");
            boolean connector = type.getPackageName().startsWith("io.nilometer.connectors.")
                    && !SHARED_BY_CONNECTORS.contains(type.getPackageName());
            return connector ? SliceIdentifier.of(parts[3]) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "connectors";
        }
    }
}
