using BootstrapVz.Base.Errors;

namespace BootstrapVz.Cli.Verbs;

/// <summary>A word on the command line that stands for nothing, which only the verb itself can tell.</summary>
internal sealed class UsageException(string message, string? hint = null) : BootstrapException(message, hint)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;
}
