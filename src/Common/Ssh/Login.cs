using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Ssh;

/// <summary>A setting of the SSH server, written as a drop-in of its own.</summary>
/// <remarks>The first value of a keyword wins and the drop-ins are read first: sshd_config(5).</remarks>
[Touches("/etc/ssh")]
public abstract class SshdSetting(string keyword, string value) : BuildTask
{
    /// <inheritdoc/>
    public sealed override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (!build.Root.FileExists("/etc/ssh/sshd_config"))
        {
            build.Log.Warning($"the image has no SSH server, so '{keyword} {value}' has no effect");
            return;
        }

        await build.Root.WriteTextAsync(
            $"/etc/ssh/sshd_config.d/10-{keyword.ToLowerInvariant()}.conf", $"{keyword} {value}\n", ct: ct);
    }
}

/// <summary>Allows no password over SSH.</summary>
[Task(Phase.SystemModification, "Disabling SSH password login")]
public sealed class DisablePasswordLogin() : SshdSetting("PasswordAuthentication", "no");

/// <summary>Lets root log in over SSH.</summary>
[Task(Phase.SystemModification, "Enabling SSH root login")]
[After<DisableRootLogin>]
public sealed class EnableRootLogin() : SshdSetting("PermitRootLogin", "yes");

/// <summary>Keeps root from logging in over SSH.</summary>
[Task(Phase.SystemModification, "Disabling SSH root login")]
public sealed class DisableRootLogin() : SshdSetting("PermitRootLogin", "no");

/// <summary>Keeps the SSH server from looking up the names of its clients.</summary>
[Task(Phase.SystemModification, "Disabling SSH name lookups")]
public sealed class DisableDnsLookup() : SshdSetting("UseDNS", "no");
