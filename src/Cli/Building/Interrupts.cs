using System.Runtime.InteropServices;

namespace BootstrapVz.Cli.Building;

/// <summary>Ctrl+C and SIGTERM: the first asks the build to stop and roll back, the second ends it at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;
    private int _count;

    /// <summary>Starts listening.</summary>
    public Interrupts(Action first, Action second)
    {
        void Handle(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (Interlocked.Increment(ref _count) == 1)
                first();
            else
                second();
        }

        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, Handle))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }
}
