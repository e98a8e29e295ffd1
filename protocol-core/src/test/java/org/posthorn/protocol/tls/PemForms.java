package org.posthorn.protocol.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/// The forms in which a private key is found in PEM files; the password is `secret`.
final class PemForms {
  private PemForms() {}

  static Map<String, String> of(PrivateKey key) throws IOException, OperatorCreationException {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("PKCS#8", pem(new JcaPKCS8Generator(key, null)));
    forms.put(
        "PKCS#8 encrypted",
        pem(
            new JcaPKCS8Generator(
                key,
                new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                    .setProvider(provider)
                    .setPassword("secret".toCharArray())
                    .build())));
    forms.put("traditional", pem(traditional(key)));
    forms.put(
        "traditional encrypted",
        pem(
            new MiscPEMGenerator(
                traditional(key),
                new JcePEMEncryptorBuilder("AES-128-CBC")
                    .setProvider(provider)
                    .build("secret".toCharArray()))));
    forms.put(
        "behind parameters",
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + pem(traditional(key)));
    return forms;
  }

  /// PKCS#1 for RSA; for EC the form of SEC 1 with the curve in it, as OpenSSL writes it.
  private static PemObject traditional(PrivateKey key) throws IOException {
    if (key instanceof ECPrivateKey ec) {
      var sec1 =
          new org.bouncycastle.asn1.sec.ECPrivateKey(
              256, ec.getS(), SECObjectIdentifiers.secp256r1);
      return new PemObject("EC PRIVATE KEY", sec1.getEncoded());
    }
    return new JcaMiscPEMGenerator(key).generate();
  }

  private static String pem(PemObjectGenerator object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
