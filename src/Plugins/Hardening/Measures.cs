namespace BootstrapVz.Plugins.Hardening;

/// <summary>What a measure does.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Purpose">What it is for, for the report.</param>
/// <param name="Source">Who recommends it.</param>
/// <param name="Changes">What it changes.</param>
internal sealed record MeasureInfo(Measure Name, string Purpose, string Source, params IReadOnlyList<Change> Changes)
{
    /// <summary>A file without which there is nothing to harden; null when it is for every image.</summary>
    public string? Needs { get; init; }

    /// <summary>A directory which has to lie on the root filesystem; null when that does not matter.</summary>
    public string? Folder { get; init; }
}

/// <summary>The measures.</summary>
/// <remarks>
/// "Manual" is the Securing Debian Manual 3.19, "CIS" the CIS Debian Linux 12 Benchmark by its headings, "KSPP" the recommended settings of the Kernel
/// Self Protection Project.
/// </remarks>
internal static class Measures
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const string SshdConfig = "/etc/ssh/sshd_config";

    /// <summary>The measures of a baseline.</summary>
    public static IReadOnlyList<MeasureInfo> Of(Baseline baseline) => baseline switch
    {
        Baseline.Server1 => Server1,
        _ => throw new ArgumentOutOfRangeException(nameof(baseline)),
    };

    private static IReadOnlyList<MeasureInfo> Server1 { get; } =
    [
        // The first value of a keyword wins, so what a manifest says in files before this one stays: sshd_config(5).
        new(Measure.SshServer, "limits what the SSH server accepts", "CIS, Configure SSH Server; Manual 5.1", new WriteFile(
            "/etc/ssh/sshd_config.d/50-hardening.conf",
            "ClientAliveCountMax 3", "ClientAliveInterval 15", "GSSAPIAuthentication no", "HostbasedAuthentication no", "IgnoreRhosts yes", "LoginGraceTime 60",
            "LogLevel VERBOSE", "MaxAuthTries 4", "MaxSessions 10", "MaxStartups 10:30:60", "PermitEmptyPasswords no", "PermitUserEnvironment no", "X11Forwarding no"))
        {
            Needs = SshdConfig,
        },
        new(Measure.SshRootLogin, "lets nobody log in as root over SSH", "CIS, Ensure sshd PermitRootLogin is disabled; Manual 5.1", new WriteFile(
            "/etc/ssh/sshd_config.d/50-hardening-root.conf", "PermitRootLogin no"))
        {
            Needs = SshdConfig,
        },
        new(Measure.Kernel, "keeps the kernel's addresses and messages from users, and programs from each other", "CIS, Configure Additional Process Hardening; KSPP", new WriteFile(
            "/etc/sysctl.d/60-hardening-kernel.conf",
            "dev.tty.ldisc_autoload = 0", "fs.protected_fifos = 2", "fs.protected_hardlinks = 1", "fs.protected_regular = 2", "fs.protected_symlinks = 1",
            "kernel.dmesg_restrict = 1", "kernel.kptr_restrict = 2", "kernel.randomize_va_space = 2", "kernel.unprivileged_bpf_disabled = 1", "kernel.yama.ptrace_scope = 1",
            "net.core.bpf_jit_harden = 2")),
        new(Measure.NetworkStack, "believes no packets that tell other routes or come from a wrong side", "CIS, Configure Network Kernel Parameters; Manual 4.18.1", new WriteFile(
            "/etc/sysctl.d/60-hardening-network.conf",
            [
                .. Everywhere("ipv4", ("accept_redirects", 0), ("accept_source_route", 0), ("log_martians", 1), ("rp_filter", 1), ("secure_redirects", 0), ("send_redirects", 0)),
                .. Everywhere("ipv6", ("accept_redirects", 0), ("accept_source_route", 0)),
                "net.ipv4.icmp_echo_ignore_broadcasts = 1", "net.ipv4.icmp_ignore_bogus_error_responses = 1", "net.ipv4.tcp_syncookies = 1",
            ])),
        new(Measure.KernelModules, "loads no filesystems and protocols that servers do not use", "CIS, Configure Filesystem Kernel Modules, Configure Network Kernel Modules", new WriteFile(
            "/etc/modprobe.d/hardening.conf",
            [.. ((string[])["cramfs", "freevxfs", "hfs", "hfsplus", "jffs2", "dccp", "rds", "sctp", "tipc"]).SelectMany(module => (string[])[$"install {module} /bin/false", $"blacklist {module}"])])),
        // Packages' questions are run from where apt unpacks them: apt-extracttemplates(1).
        new(Measure.Tmp, "runs nothing from /tmp, which is in memory", "CIS, Configure /tmp; Manual 4.10.1", new WriteFile(
            "/etc/systemd/system/tmp.mount",
            "[Unit]", "Description=Temporary files", "ConditionPathIsSymbolicLink=!/tmp", "DefaultDependencies=no", "Conflicts=umount.target", "Before=local-fs.target umount.target", "After=swap.target",
            "", "[Mount]", "What=tmpfs", "Where=/tmp", "Type=tmpfs", "Options=mode=1777,strictatime,nosuid,nodev,noexec,size=50%%,nr_inodes=1m",
            "", "[Install]", "WantedBy=local-fs.target"),
            new SetUnit("enable", "tmp.mount"),
            new WriteFile("/etc/apt/apt.conf.d/60-hardening", "APT::ExtractTemplates::TempDir \"/var/tmp\";"))
        {
            Folder = "/tmp",
        },
        new(Measure.SharedMemory, "runs nothing from shared memory", "CIS, Configure /dev/shm", new AppendLine("/etc/fstab", "tmpfs /dev/shm tmpfs nosuid,nodev,noexec 0 0")),
        new(Measure.CoreDumps, "writes the memory of programs that fail to no file", "CIS, Ensure core dumps are restricted; Manual 4.11.8",
            new WriteFile("/etc/security/limits.d/60-hardening.conf", "* hard core 0", "root hard core 0"),
            new WriteFile("/etc/sysctl.d/60-hardening-dumps.conf", "fs.suid_dumpable = 0"),
            new WriteFile("/etc/systemd/system.conf.d/60-hardening.conf", "[Manager]", "DefaultLimitCORE=0"),
            new WriteFile("/etc/systemd/coredump.conf.d/60-hardening.conf", "[Coredump]", "Storage=none", "ProcessSizeMax=0")),
        new(Measure.Umask, "gives others no right to new files", "CIS, Ensure default user umask is configured; Manual 4.11.18", new SetLoginDefinition("UMASK", "027")),
        new(Measure.Console, "neither restarts on Ctrl-Alt-Del nor has a shell without a password", "Manual 4.8", new SetUnit("mask", "ctrl-alt-del.target"), new SetUnit("mask", "debug-shell.service")),
        new(Measure.Cron, "lets only root read what runs regularly", "CIS, Configure cron", [
            new SetMode("/etc/crontab", OwnerFile),
            .. ((string[])["cron.d", "cron.hourly", "cron.daily", "cron.weekly", "cron.monthly", "cron.yearly"]).Select(folder => new SetMode("/etc/" + folder, OwnerFolder)),
        ]),
    ];

    private static IEnumerable<string> Everywhere(string family, params (string Key, int Value)[] settings) =>
        settings.SelectMany(setting => ((string[])["all", "default"]).Select(scope => $"net.{family}.conf.{scope}.{setting.Key} = {setting.Value}"));
}
