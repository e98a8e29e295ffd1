package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// `posthorn try` in a process of its own, on free loopback ports.
final class DaemonProcess implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final List<Integer> STANDARD_PORTS =
      List.of(24, 25, 110, 143, 465, 587, 993, 995, 9090);
  private static final int READY_SECONDS = 60;

  private final Path data;
  private final int offset;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final StringBuffer output = new StringBuffer();

  private DaemonProcess(Path data, int offset, Process process) {
    this.data = data;
    this.offset = offset;
    this.process = process;
  }

  /// Starts the daemon on the data directory and waits until it says that it is ready.
  static DaemonProcess start(Path data, String... arguments) throws Exception {
    int offset = freeOffset();
    List<String> command = new ArrayList<>(javaCommand());
    command.addAll(List.of("try", "--data", data.toString(), "--port-offset", "" + offset));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    DaemonProcess daemon = new DaemonProcess(data, offset, process);
    Thread.ofVirtual().start(daemon::readOutput);
    daemon.awaitReady();
    return daemon;
  }

  /// `java … org.posthorn.server.Main` with the class path of these tests.
  static List<String> javaCommand() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-Dio.netty.jfr.enabled=false",
        "-cp",
        classPath,
        "org.posthorn.server.Main");
  }

  /// What a command printed to both outputs, and its exit code.
  record Ended(int exitCode, String output) {
    /// This, if the exit code is the expected one.
    Ended exits(int expected) {
      assertEquals(expected, exitCode, output);
      return this;
    }
  }

  /// Runs another command of the program to its end.
  static Ended run(String... words) throws Exception {
    List<String> command = new ArrayList<>(javaCommand());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private void awaitReady() throws Exception {
    try {
      ready.get(READY_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
      throw new IllegalStateException("the daemon did not start:\n" + output, e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.contains("Posthorn is ready")) {
          ready.complete(line);
        }
      }
    } catch (IOException _) {
      // the process is gone
    }
    ready.completeExceptionally(new IOException("the daemon ended"));
  }

  int smtp() {
    return offset + 25;
  }

  int lmtp() {
    return offset + 24;
  }

  int submission() {
    return offset + 587;
  }

  int submissions() {
    return offset + 465;
  }

  int imap() {
    return offset + 143;
  }

  int imaps() {
    return offset + 993;
  }

  int pop3() {
    return offset + 110;
  }

  int pop3s() {
    return offset + 995;
  }

  int metrics() {
    return offset + 9090;
  }

  Path data() {
    return data;
  }

  /// Octets of the heap that are in use after a collection.
  long heapInUse() throws Exception {
    jcmd("GC.run");
    return Pattern.compile("used (\\d+)K")
            .matcher(jcmd("GC.heap_info").split("Metaspace", 2)[0])
            .results()
            .mapToLong(used -> Long.parseLong(used.group(1)))
            .sum()
        * 1024;
  }

  private String jcmd(String command) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(jcmd.toString(), "" + pid(), command).redirectErrorStream(true).start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, asked.waitFor(), answer);
    return answer;
  }

  /// Everything the daemon has printed.
  String output() {
    return output.toString();
  }

  /// Ends the daemon with SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Ends the daemon with SIGTERM and waits for it.
  ///
  /// @return its exit code
  int stop() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the daemon did not stop at SIGTERM:\n" + output);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws Exception {
    if (process.isAlive()) {
      stop();
    }
  }

  /// An offset at which all ports are free now, below those that the system gives to clients.
  static int freeOffset() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int offset = ThreadLocalRandom.current().nextInt(11_000, 23_000);
      if (STANDARD_PORTS.stream().allMatch(port -> isFree(offset + port))) {
        return offset;
      }
    }
    throw new IOException("no free ports");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The pid that the daemon wrote into its data directory.
  long pidFile() throws IOException {
    return Long.parseLong(Files.readString(data.resolve("posthorn.pid")).strip());
  }

  long pid() {
    return process.pid();
  }
}
