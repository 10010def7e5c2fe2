using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>Shows nothing but the error a build ends with.</summary>
internal sealed class QuietView(TextWriter to, bool debug) : IBuildView
{
    /// <inheritdoc/>
    public void Show(BuilderMessage message)
    {
        if (message is FailureMessage failure)
            ErrorText.Write(to, failure, debug);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
