namespace BootstrapVz.Base.Errors;

/// <summary>A place in a manifest.</summary>
/// <param name="File">The file as it was named on the command line.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>How much a diagnostic matters.</summary>
public enum Severity
{
    /// <summary>The manifest cannot be built.</summary>
    Error,

    /// <summary>The manifest can be built but probably does not say what was meant.</summary>
    Warning,
}

/// <summary>One finding in a manifest.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Severity">Whether it stops the build.</param>
/// <param name="Code">Stable code, for example <c>BVZ1007</c>; docs/errors.md explains each.</param>
/// <param name="Message">What is wrong, with the value in quotes.</param>
/// <param name="Hint">What was probably meant or what to do, if known.</param>
public sealed record Diagnostic(SourceLocation Location, Severity Severity, string Code, string Message, string? Hint = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Location}: {(Severity == Severity.Error ? "error" : "warning")} {Code}: {Message}"
        + (Hint is null ? "" : $"\n  hint: {Hint}");
}

/// <summary>A manifest with errors; all of them at once, in the order of their places.</summary>
public sealed class ManifestException(IReadOnlyList<Diagnostic> diagnostics)
    : BootstrapException(string.Join("\n", Sorted(diagnostics)))
{
    /// <summary>Every finding, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = Sorted(diagnostics);

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.InvalidManifest;

    private static IReadOnlyList<Diagnostic> Sorted(IReadOnlyList<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => (d.Location.File, d.Location.Line, d.Location.Column))];
}
