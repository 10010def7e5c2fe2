using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests;

/// <summary>Collects findings at places of a manifest.</summary>
public sealed class ManifestChecker(Func<IReadOnlyList<string>, SourceLocation> locate)
{
    private readonly List<Diagnostic> _found = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Diagnostic> Found => _found;

    /// <summary>Reports an error at a path such as <c>plugins</c>, <c>file_copy</c>, <c>files</c>, <c>0</c>.</summary>
    /// <remarks>When the path does not exist the nearest existing parent is named.</remarks>
    public void Error(IReadOnlyList<string> path, string code, string message, string? hint = null) =>
        _found.Add(new(locate(path), Severity.Error, code, message, hint));

    /// <summary>Reports something that will probably surprise the user.</summary>
    public void Warning(IReadOnlyList<string> path, string code, string message, string? hint = null) =>
        _found.Add(new(locate(path), Severity.Warning, code, message, hint));
}
