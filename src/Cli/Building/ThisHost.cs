using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Cli.Building;

/// <summary>The machine the front runs on, for questions outside a build.</summary>
internal static class ThisHost
{
    /// <summary>Says nothing of what it runs.</summary>
    public static IHost Quiet { get; } = new LocalHost(new SilentLog());
}
