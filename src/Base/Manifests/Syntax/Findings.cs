using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>Collects what is wrong, with the settings that therefore have no usable value.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _all = [];
    private readonly List<string[]> _broken = [];

    /// <summary>Everything found, in the order it was found.</summary>
    public IReadOnlyList<Diagnostic> All => _all;

    /// <summary>Whether anything stops the build.</summary>
    public bool HasErrors => _all.Exists(finding => finding.Severity == Severity.Error);

    public void Error(SourceLocation place, string code, string message, string? hint = null) =>
        _all.Add(new(place, Severity.Error, code, message, hint));

    public void Warning(SourceLocation place, string code, string message, string? hint = null) =>
        _all.Add(new(place, Severity.Warning, code, message, hint));

    public void AddRange(IEnumerable<Diagnostic> findings) => _all.AddRange(findings);

    /// <summary>Notes that the setting at a path has no value a later check could read.</summary>
    public void Break(IEnumerable<string> path) => _broken.Add([.. path]);

    /// <summary>Whether a setting, one above it or one below it has no usable value.</summary>
    public bool IsBroken(params IReadOnlyList<string> path) =>
        _broken.Exists(broken => broken.Zip(path).All(pair => pair.First == pair.Second));
}
