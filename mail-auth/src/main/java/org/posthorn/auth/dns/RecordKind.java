package org.posthorn.auth.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// A type of record, and how it becomes a value.
///
/// @param type its number
/// @param convert gives nothing for what is no such record
/// @param octets about what a value needs in memory
record RecordKind<T>(int type, Function<Record, Optional<T>> convert, ToIntFunction<T> octets) {
  static final RecordKind<String> TXT =
      new RecordKind<>(Type.TXT, RecordKind::text, RecordKind::weigh);
  static final RecordKind<Inet4Address> A =
      new RecordKind<>(
          Type.A,
          r -> r instanceof ARecord a ? address(a.getAddress(), Inet4Address.class) : nothing(),
          _ -> 48);
  static final RecordKind<Inet6Address> AAAA =
      new RecordKind<>(
          Type.AAAA,
          r -> r instanceof AAAARecord a ? address(a.getAddress(), Inet6Address.class) : nothing(),
          _ -> 80);
  static final RecordKind<MailExchanger> MX =
      new RecordKind<>(
          Type.MX,
          r ->
              r instanceof MXRecord mx
                  ? Optional.of(new MailExchanger(mx.getPriority(), DnsNames.text(mx.getTarget())))
                  : nothing(),
          mx -> 24 + weigh(mx.host()));
  static final RecordKind<String> PTR =
      new RecordKind<>(
          Type.PTR,
          r -> r instanceof PTRRecord ptr ? Optional.of(DnsNames.text(ptr.getTarget())) : nothing(),
          RecordKind::weigh);
  static final RecordKind<TlsaRecord> TLSA =
      new RecordKind<>(Type.TLSA, RecordKind::tlsa, tlsa -> 48 + tlsa.data().length);

  private static Optional<String> text(Record record) {
    if (!(record instanceof TXTRecord txt)) {
      return nothing();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Object part : txt.getStringsAsByteArrays()) {
      joined.writeBytes((byte[]) part);
    }
    return Optional.of(joined.toString(StandardCharsets.ISO_8859_1));
  }

  /// The address without the name that the library ties to it.
  private static <A extends InetAddress> Optional<A> address(InetAddress named, Class<A> kind) {
    try {
      InetAddress bare = InetAddress.getByAddress(named.getAddress());
      return kind.isInstance(bare) ? Optional.of(kind.cast(bare)) : nothing();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  private static Optional<TlsaRecord> tlsa(Record record) {
    return record instanceof TLSARecord tlsa
        ? Optional.of(
            new TlsaRecord(
                tlsa.getCertificateUsage(),
                tlsa.getSelector(),
                tlsa.getMatchingType(),
                tlsa.getCertificateAssociationData()))
        : nothing();
  }

  private static int weigh(String text) {
    return 48 + text.length();
  }

  private static <T> Optional<T> nothing() {
    return Optional.empty();
  }
}
