using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Pip3Install;

/// <summary>Settings under <c>plugins.pip3_install</c>.</summary>
public sealed record Pip3InstallOptions
{
    /// <summary>The packages, as pip takes them: <c>name</c>, <c>name==1.2</c>, an address, or an option.</summary>
    [MinLength(1)]
    [Unique]
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>The virtual environment they are installed to, which is made with the system's packages in reach. Without one they go to the system itself.</summary>
    [RegularExpression("/.+")]
    public string? Venv { get; init; }

    /// <summary>Lets pip install among the packages of Debian, which it refuses by default from bookworm on (PEP 668).</summary>
    public bool BreakSystemPackages { get; init; }

    /// <summary>The address of the index packages come from, instead of PyPI's; it may hold a password.</summary>
    public Secret? IndexUrl { get; init; }

    /// <summary>Installs a compiler and Python's headers, for packages with extensions that have to be built.</summary>
    public bool BuildTools { get; init; } = true;
}
