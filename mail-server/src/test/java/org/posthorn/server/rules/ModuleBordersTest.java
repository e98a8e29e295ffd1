package org.posthorn.server.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The two narrow waists: protocols know neither each other nor an engine, engines know no
/// protocol.
@AnalyzeClasses(packages = "org.posthorn", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleBordersTest {
  private static final String IMAP = "org.posthorn.imap..";
  private static final String POP3 = "org.posthorn.pop3..";
  private static final String SMTP = "org.posthorn.smtp..";
  private static final String ENGINE = "org.posthorn.storage.engine..";

  @ArchTest
  static final ArchRule imapKnowsNoOtherProtocol =
      noClasses()
          .that()
          .resideInAPackage(IMAP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(POP3, SMTP);

  @ArchTest
  static final ArchRule pop3KnowsNoOtherProtocol =
      noClasses()
          .that()
          .resideInAPackage(POP3)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAP, SMTP);

  @ArchTest
  static final ArchRule smtpKnowsNoOtherProtocol =
      noClasses()
          .that()
          .resideInAPackage(SMTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAP, POP3);

  @ArchTest
  static final ArchRule protocolsKnowNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage(IMAP, POP3, SMTP, "org.posthorn.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE, "org.posthorn.storage.schema..", "org.rocksdb..");

  @ArchTest
  static final ArchRule storageKnowsNoProtocol =
      noClasses()
          .that()
          .resideInAPackage("org.posthorn.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.posthorn.protocol..", IMAP, POP3, SMTP, "org.posthorn.server..", "io.netty..");

  @ArchTest
  static final ArchRule senderAuthenticationIsALibrary =
      noClasses()
          .that()
          .resideInAPackage("org.posthorn.auth..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.posthorn.storage..", "org.posthorn.protocol..", "io.netty..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule configurationKnowsNothingElse =
      noClasses()
          .that()
          .resideInAPackage("org.posthorn.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.posthorn.storage..",
              "org.posthorn.protocol..",
              IMAP,
              POP3,
              SMTP,
              "org.posthorn.server..");

  @ArchTest
  static final ArchRule onlyTheWireSeesNetty =
      noClasses()
          .that()
          .resideInAnyPackage("org.posthorn.(*).session..", "org.posthorn.(*).command..")
          .and()
          .resideOutsideOfPackage("org.posthorn.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule rocksDbStaysInItsEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.posthorn.storage.engine.rocksdb..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule protocolsHaveNoCycles =
      slices().matching("org.posthorn.(imap|pop3|smtp).(*)..").should().beFreeOfCycles();
}
