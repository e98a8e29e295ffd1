package org.posthorn.auth.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DnsAnswerTest {
  @Test
  void onlyFoundHasRecords() {
    assertEquals(List.of("v=spf1"), new DnsAnswer.Found<>(List.of("v=spf1"), false).records());
    assertEquals(List.of(), new DnsAnswer.NoData<String>(true).records());
    assertEquals(List.of(), new DnsAnswer.NoName<String>(true).records());
    assertEquals(List.of(), new DnsAnswer.Failed<String>("time-out").records());
  }
}
