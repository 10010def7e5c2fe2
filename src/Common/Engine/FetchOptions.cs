namespace BootstrapVz.Common.Engine;

/// <summary>Limits of package transfers.</summary>
public sealed record FetchOptions
{
    /// <summary>How many files are fetched at once.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>How long a server may stay silent before the transfer is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a transfer that broke off is tried again.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first new try; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);
}
