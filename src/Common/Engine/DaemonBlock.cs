using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Forbids maintainer scripts to start services while the image is built.</summary>
public static class DaemonBlock
{
    /// <summary>The program invoke-rc.d and deb-systemd-invoke ask; see /usr/share/doc/init-system-helpers/README.policy-rc.d.gz.</summary>
    public const string Program = "/usr/sbin/policy-rc.d";

    /// <summary>Answers "101, action forbidden" to every question.</summary>
    public static Task WriteAsync(RootFs root, CancellationToken ct) =>
        root.WriteTextAsync(Program, "#!/bin/sh\nexit 101\n", RootFs.ProgramMode, ct);

    /// <summary>Lets services start again.</summary>
    public static void Remove(RootFs root) => root.DeleteFile(Program);
}
