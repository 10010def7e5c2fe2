namespace BootstrapVz.Cli.Building;

/// <summary>What a builder sees of its host, where that is not simply the front's.</summary>
internal sealed record BuilderSurroundings
{
    /// <summary>Variables of its environment on top of the front's; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The host's name in the builder's own UTS namespace.</summary>
    public string? HostName { get; init; }

    /// <summary>The mask of new files' modes, as umask of a shell takes it.</summary>
    public string? Umask { get; init; }

    /// <summary>The one processor it may use.</summary>
    public string? Processor { get; init; }

    /// <summary>Whether root's builder has a user namespace of its own, as an ordinary user's always has.</summary>
    public bool OwnUsers { get; init; }

    /// <summary>What the builder is started through, inside of its namespaces.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            // Where the name may not be set, as in some containers, it stays what it is.
            string[] steps =
            [
                .. HostName is null ? (string[])[] : [$"hostname {HostName} 2>/dev/null || true"],
                .. Umask is null ? (string[])[] : [$"umask {Umask}"],
                "exec \"$@\"",
            ];
            return
            [
                .. steps.Length == 1 ? (string[])[] : ["sh", "-c", string.Join("; ", steps), "sh"],
                .. Processor is null ? (string[])[] : ["taskset", "--cpu-list", Processor],
            ];
        }
    }
}
