using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Ntp;

/// <summary>Settings under <c>plugins.ntp</c>.</summary>
public sealed record NtpOptions
{
    /// <summary>What keeps the clock: <c>chrony</c>, <c>timesyncd</c> or <c>ntpsec</c>.</summary>
    public TimeClient Client { get; init; } = TimeClient.Chrony;

    /// <summary>The servers to ask, instead of Debian's pool.</summary>
    [MinLength(1)]
    [Unique]
    [RegularExpression(@"[A-Za-z0-9.:_-]+")]
    public IReadOnlyList<string> Servers { get; init; } = [];
}

/// <summary>A program that keeps the clock.</summary>
public enum TimeClient
{
    /// <summary>chrony(1).</summary>
    Chrony,

    /// <summary>systemd-timesyncd(8).</summary>
    Timesyncd,

    /// <summary>ntpd(8) of NTPsec.</summary>
    Ntpsec,
}
