using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>What binding needs to know about the manifest as a whole.</summary>
internal sealed record BindingScope(Findings Findings)
{
    /// <summary>The folder relative host files are resolved against.</summary>
    public required string Folder { get; init; }

    /// <summary>The names of the manifest's variables; null when the file has none.</summary>
    public IReadOnlyCollection<string>? VariableNames { get; init; }

    /// <summary>How bad a host file is that does not exist.</summary>
    public Severity MissingHostFiles { get; init; } = Severity.Error;

    /// <summary>The secrets that were bound so far.</summary>
    public List<Secret> Secrets { get; } = [];

    /// <summary>The provider's name, once it is known.</summary>
    public string? ProviderName { get; init; }
}

/// <summary>The place in the manifest a value is bound at, with the limits that hold there.</summary>
internal sealed record Site(BindingScope Scope, IReadOnlyList<string> Path, Setting? Setting)
{
    /// <summary>Whether this is inside the setting's list or mapping, where limits on its length no longer hold.</summary>
    public bool IsItem { get; init; }

    /// <summary>What the section at this place is called in messages.</summary>
    public string SectionName => Path switch
    {
        [] => "the file",
        ["provider"] when Scope.ProviderName is { } name => $"provider '{name}'",
        ["plugins", var name] => $"plugin '{name}'",
        _ => $"'{Path.AsPath()}'",
    };

    public Site At(Setting setting) => new(Scope, [.. Path, setting.Key], setting);

    public Site Item(string step) => this with { Path = [.. Path, step], IsItem = true };

    public Site For(Setting setting) => this with { Setting = setting, IsItem = false };

    public void Error(SourceLocation place, string code, string message, string? hint = null) =>
        Scope.Findings.Error(place, code, message, hint);

    /// <summary>Reports an error that leaves this place without a value.</summary>
    public object? Fail(SourceLocation place, string code, string message, string? hint = null)
    {
        Error(place, code, message, hint);
        Scope.Findings.Break(Path);
        return null;
    }

    public object? WrongKind(Node node, string expected, string? hint) =>
        Fail(node.Location, ErrorCodes.WrongKind, $"'{Path.AsPath()}' is {node.Description}, but should be {expected}", hint);

    public object? BadValue(Node node, string message, string? hint) =>
        Fail(node.Location, ErrorCodes.BadValue, $"'{Path.AsPath()}': {message}", hint);
}
