package org.posthorn.server.setup;

import java.nio.file.Path;

/// The unit that runs the daemon under systemd, as its own user and with next to no rights.
///
/// @param program the launcher
/// @param config the configuration file
/// @param data the data directory, the only place that the daemon may write to
public record SystemdUnit(Path program, Path config, Path data) {
  /// The user the unit runs as.
  public static final String USER = "posthorn";

  /// The unit file's text.
  public String text() {
    return """
        # Install: useradd --system --home-dir %2$s --shell /usr/sbin/nologin %4$s
        #          chown -R %4$s: %2$s && chgrp %4$s %3$s
        #          cp posthorn.service /etc/systemd/system/ && systemctl enable --now posthorn
        [Unit]
        Description=Posthorn mail server
        Documentation=file:%3$s
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=exec
        ExecStart=%1$s serve --config %3$s
        User=%4$s
        Group=%4$s
        Restart=on-failure
        RestartSec=5s
        # A wrong configuration does not get better by trying again.
        RestartPreventExitStatus=64 78
        # On SIGTERM the daemon drains its sessions within [server] shutdown-deadline.
        TimeoutStopSec=60s
        # The JVM exits with 143 after SIGTERM.
        SuccessExitStatus=143
        LimitNOFILE=262144
        UMask=0077

        # Ports below 1024, and nothing else.
        AmbientCapabilities=CAP_NET_BIND_SERVICE
        CapabilityBoundingSet=CAP_NET_BIND_SERVICE

        NoNewPrivileges=yes
        ProtectSystem=strict
        ReadWritePaths=%2$s
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
        .formatted(program, data, config, USER);
  }
}
