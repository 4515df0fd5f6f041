package no.fiksgateway.integrasjonspunkt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

class StructureTest {
  private static final String ROOT = "no.fiksgateway.integrasjonspunkt";
  private static final ApplicationModules MODULES = ApplicationModules.of(Integrasjonspunkt.class);
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages(ROOT);

  @Test
  void modulesUseOnlyWhatTheyAreAllowedTo() {
    MODULES.verify();
  }

  @Test
  void amqpAndTokensStayInFiksio() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".fiksio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.rabbitmq..", "org.springframework.amqp..", "com.nimbusds..")
        .check(CLASSES);
  }

  @Test
  void theHttpClientStaysWhereKsAndEndpointsAreCalled() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".fiksio..", ROOT + ".webhook..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..")
        .check(CLASSES);
  }

  @Test
  void bouncyCastleStaysInTheSealingModule() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void springMvcStaysInTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.web.bind..",
            "org.springframework.web.servlet..",
            "jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  void theDescriptionOfTheApiStaysInTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.swagger..", "org.springdoc..")
        .check(CLASSES);
  }

  @Test
  void springSecurityStaysInAccess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".access..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.security..")
        .check(CLASSES);
  }

  @Test
  void tinkStaysInThePayloadStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".payload..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.crypto.tink..")
        .check(CLASSES);
  }

  @Test
  void dbSchedulerStaysInJobs() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.github.kagkarlsson..")
        .check(CLASSES);
  }

  @Test
  void theDrawnModulesAreTheRealOnes() {
    String arrows = MODULES.stream()
        .sorted(Comparator.comparing(module -> module.getIdentifier().toString()))
        .flatMap(module -> module
            .getDirectDependencies(MODULES)
            .uniqueModules()
            .map(ApplicationModule::getIdentifier)
            .map(Object::toString)
            .sorted()
            .map(used -> "  " + module.getIdentifier() + " --> " + used))
        .collect(Collectors.joining("\n"));
    GeneratedDocs.assertSection(
        "ARCHITECTURE.md", "modules", "```mermaid\nflowchart TD\n" + arrows + "\n```");
  }
}
