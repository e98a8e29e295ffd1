package org.posthorn.server.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.reference.AnnotatedFile;

/// The configuration of a new host: the defaults and the few values that no default can know.
///
/// @param hostname this host's name
/// @param dataDir the data directory
/// @param postmaster the address that gets the postmaster's mail
/// @param certificate PEM file of the certificate
/// @param key PEM file of its private key
/// @param dkim the key that signs
public record ConfigTemplate(
    String hostname,
    Path dataDir,
    String postmaster,
    Path certificate,
    Path key,
    DkimKeyConfig dkim) {
  public PosthornConfig config() {
    PosthornConfig base = PosthornConfig.defaults();
    return base.withServer(
            base.server()
                .withHostname(hostname)
                .withDataDir(dataDir)
                .withPostmaster(Optional.of(postmaster)))
        .withTls(
            base.tls()
                .withCertificates(
                    List.of(new CertificateConfig(certificate, key, Optional.empty(), List.of()))))
        .withDkim(base.dkim().withKeys(List.of(dkim)));
  }

  /// The annotated file.
  public String text() {
    return AnnotatedFile.write(config());
  }
}
