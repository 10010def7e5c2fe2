using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>Shows a build to somebody. Messages come in order, one at a time.</summary>
internal interface IBuildView : IDisposable
{
    /// <summary>Shows a message; the last one is a result or a failure.</summary>
    void Show(BuilderMessage message);

    /// <summary>Steps aside while a question is on the screen.</summary>
    void Pause()
    {
    }

    /// <summary>Comes back after it.</summary>
    void Resume()
    {
    }
}
