using System.Text.Json;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>One event per line, as the protocol has it.</summary>
internal sealed class JsonView(TextWriter to, bool debug) : IBuildView
{
    /// <inheritdoc/>
    public void Show(BuilderMessage message)
    {
        var shown = message switch
        {
            LogMessage { Level: Base.Progress.LogLevel.Debug } when !debug => null,
            FailureMessage failure when !debug => failure with { Detail = null },
            _ => message,
        };
        if (shown is not null)
            to.WriteLine(JsonSerializer.Serialize(shown, ProtocolJson.Default.BuilderMessage));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held: each line is written when it is known.
    }
}
