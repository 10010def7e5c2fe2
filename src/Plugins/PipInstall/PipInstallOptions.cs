using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.PipInstall;

/// <summary>Settings under <c>plugins.pip_install</c>.</summary>
public sealed record PipInstallOptions
{
    /// <summary>The Python 2 packages, as pip takes them.</summary>
    [MinLength(1)]
    [Unique]
    public required IReadOnlyList<string> Packages { get; init; }
}
