namespace BootstrapVz.Base.Errors;

/// <summary>An error with a reason a person can act on; anything else that is thrown is a bug.</summary>
public abstract class BootstrapException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was wrong, with the value in quotes.</param>
    /// <param name="hint">What to do next, or null when the message says it all.</param>
    /// <param name="inner">The error underneath, if any.</param>
    protected BootstrapException(string message, string? hint = null, Exception? inner = null)
        : base(message, inner) => Hint = hint;

    /// <summary>What to do next: the package to install, the key that was meant.</summary>
    public string? Hint { get; }

    /// <summary>The exit status this error ends the program with.</summary>
    public virtual ExitCode ExitCode => ExitCode.BuildFailed;
}

/// <summary>A build step that failed for a reason outside this program.</summary>
public sealed class BuildException(string message, string? hint = null, Exception? inner = null)
    : BootstrapException(message, hint, inner);

/// <summary>The host lacks what the build needs.</summary>
public sealed class HostRequirementException(IReadOnlyList<HostRequirement> missing)
    : BootstrapException(
        "this host lacks " + string.Join("; ", missing.Select(m => m.What)),
        string.Join("\n", missing.Select(m => m.Mend).Distinct()))
{
    /// <summary>Everything that is missing, not only the first.</summary>
    public IReadOnlyList<HostRequirement> Missing { get; } = missing;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.HostRequirement;
}

/// <summary>One thing a host lacks.</summary>
/// <param name="What">The tool, right or kernel feature, with what it is needed for.</param>
/// <param name="Mend">A line that mends it.</param>
public sealed record HostRequirement(string What, string Mend);

/// <summary>The tasks cannot be put in an order.</summary>
public sealed class TaskGraphException(string message, IReadOnlyList<string> path, string? hint = null)
    : BootstrapException(message, hint)
{
    /// <summary>The tasks concerned; for a cycle the way round it, the first task repeated at the end.</summary>
    public IReadOnlyList<string> Path { get; } = path;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Bug;
}

/// <summary>A build failed, and undoing it failed too.</summary>
public sealed class RollbackException(BootstrapException first, IReadOnlyList<string> leftBehind)
    : BootstrapException(
        first.Message,
        (first.Hint is null ? "" : first.Hint + "\n")
            + "rollback could not undo everything; left behind:\n  " + string.Join("\n  ", leftBehind),
        first)
{
    /// <summary>What the failed build left on the host.</summary>
    public IReadOnlyList<string> LeftBehind { get; } = leftBehind;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.RollbackIncomplete;
}

/// <summary>The build was told to stop.</summary>
public sealed class InterruptedException() : BootstrapException("the build was interrupted")
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Interrupted;
}
