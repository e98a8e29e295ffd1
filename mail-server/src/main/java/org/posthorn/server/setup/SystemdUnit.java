package org.posthorn.server.setup;

import java.nio.file.Path;
import java.util.Objects;

/// The unit that runs the daemon under systemd, as its own user and with next to no rights.
///
/// @param program the launcher
/// @param config the configuration file; `tls` and `dkim` are beside it
/// @param data the data directory, the only place that the daemon may write to
public record SystemdUnit(Path program, Path config, Path data) {
  /// The user the unit runs as.
  public static final String USER = "posthorn";

  /// The unit file's text.
  public String text() {
    return """
        # Install: useradd --system --home-dir %2$s --shell /usr/sbin/nologin %4$s
        #          chown -R %4$s: %2$s %5$s/tls %5$s/dkim
        #          chgrp %4$s %5$s %3$s && chmod g+rX %5$s %3$s
        #          cp posthorn.service /etc/systemd/system/ && systemctl enable --now posthorn
        [Unit]
        Description=Posthorn mail server
        Documentation=file:%3$s
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=exec
        ExecStart=%6$s serve --config %7$s
        User=%4$s
        Group=%4$s
        Restart=on-failure
        RestartSec=5s
        # A wrong configuration does not get better by trying again.
        RestartPreventExitStatus=64 78
        # On SIGTERM the daemon drains its sessions within [server] shutdown-deadline.
        TimeoutStopSec=60s
        # It exits with 0 then; the JVM with 143 where it is stopped before the daemon is up.
        SuccessExitStatus=143
        LimitNOFILE=262144
        UMask=0077

        # Ports below 1024, and nothing else.
        AmbientCapabilities=CAP_NET_BIND_SERVICE
        CapabilityBoundingSet=CAP_NET_BIND_SERVICE

        NoNewPrivileges=yes
        ProtectSystem=strict
        ReadWritePaths=%8$s
        ProtectHome=read-only
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectProc=invisible
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged
        # The JVM compiles to memory that it then runs: MemoryDenyWriteExecute would stop it.

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(
            program,
            data,
            config,
            USER,
            folder(),
            word(program).replace("$", "$$"),
            word(config).replace("$", "$$"),
            word(data));
  }

  private Path folder() {
    return Objects.requireNonNullElse(config.toAbsolutePath().getParent(), config);
  }

  /// A path as one word of a unit file: quoted, `%` without a meaning (systemd.syntax(7)).
  private static String word(Path path) {
    String text = path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return text.indexOf(' ') < 0 ? text : '"' + text + '"';
  }
}
