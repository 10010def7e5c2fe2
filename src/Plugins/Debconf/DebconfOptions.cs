using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Debconf;

/// <summary>The value of <c>plugins.debconf</c>.</summary>
public sealed record DebconfOptions
{
    /// <summary>Answers to the questions of packages, a line each: <c>package question type value</c>, as debconf-set-selections(1) takes them.</summary>
    [WholeValue]
    public required string Selections { get; init; }
}
