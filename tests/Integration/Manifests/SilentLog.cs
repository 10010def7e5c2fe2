using BootstrapVz.Base.Progress;

namespace BootstrapVz.Test.Integration.Manifests;

internal sealed class SilentLog : IBuildLog
{
    public void Write(LogLevel level, string text)
    {
    }

    public void Progress(string counter, long done, long total, string unit)
    {
    }
}
