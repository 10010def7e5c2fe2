using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Hardening;

/// <summary>Settings under <c>plugins.hardening</c>.</summary>
public sealed record HardeningOptions
{
    /// <summary>The set of measures.</summary>
    public Baseline Baseline { get; init; } = Baseline.Server1;

    /// <summary>Measures of the set that are left out.</summary>
    [Unique]
    public IReadOnlyList<Measure> Except { get; init; } = [];
}

/// <summary>A set of measures. One that was released never changes, so that a manifest goes on meaning the same.</summary>
public enum Baseline
{
    /// <summary>For servers that are reached over SSH and route nothing.</summary>
    [Setting("server-1")]
    Server1,
}

/// <summary>A measure by its name.</summary>
public enum Measure
{
    /// <summary>What the SSH server accepts.</summary>
    SshServer,

    /// <summary>No login as root over SSH.</summary>
    SshRootLogin,

    /// <summary>What the kernel tells and lets users do.</summary>
    Kernel,

    /// <summary>Which packets the kernel believes.</summary>
    NetworkStack,

    /// <summary>Rare filesystems and protocols.</summary>
    KernelModules,

    /// <summary>Nothing in /tmp is run.</summary>
    Tmp,

    /// <summary>Nothing in /dev/shm is run.</summary>
    SharedMemory,

    /// <summary>No memory is written to files.</summary>
    CoreDumps,

    /// <summary>Others cannot read new files.</summary>
    Umask,

    /// <summary>No restart and no shell from the console without a password.</summary>
    Console,

    /// <summary>Only root reads what runs regularly.</summary>
    Cron,
}
