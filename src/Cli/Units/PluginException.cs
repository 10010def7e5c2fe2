using BootstrapVz.Base.Errors;

namespace BootstrapVz.Cli.Units;

/// <summary>An external plugin that cannot be used.</summary>
public sealed class PluginException(string file, string reason, string? hint = null, Exception? inner = null)
    : BootstrapException($"the plugin '{file}' {reason}", hint, inner)
{
    /// <summary>The file or folder.</summary>
    public string File { get; } = file;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.HostRequirement;
}
