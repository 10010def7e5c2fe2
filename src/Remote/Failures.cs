using BootstrapVz.Base.Errors;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Remote;

/// <summary>Turns an error into what the protocol says of it.</summary>
public static class Failures
{
    /// <summary>The message for an error; anything that is no <see cref="BootstrapException"/> is a bug.</summary>
    public static FailureMessage Describe(Exception error) => error switch
    {
        BootstrapException known => new((int)known.ExitCode, known.Message, known.Hint, known.ToString()),
        OperationCanceledException => Describe(new InterruptedException()),
        _ => new((int)ExitCode.Bug, error.Message, null, error.ToString()),
    };
}
