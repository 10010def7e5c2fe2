using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests;

/// <summary>Reads manifests and says everything that is wrong with them at once.</summary>
public static class ManifestReader
{
    /// <summary>Reads a manifest; checks that need a tool of the host are left out.</summary>
    /// <exception cref="ManifestException">It has errors; all of them are in the exception.</exception>
    public static Manifest Read(string path, UnitCatalog units, ManifestReading? how = null) =>
        Check(path, units, how).ManifestOrThrow();

    /// <summary>Reads a manifest, asking tools of the host where only they know: apt about <c>packages.apt.conf.d</c>.</summary>
    /// <exception cref="ManifestException">It has errors; all of them are in the exception.</exception>
    public static async Task<Manifest> ReadAsync(string path, UnitCatalog units, IHost host, ManifestReading? how = null, CancellationToken ct = default) =>
        (await CheckAsync(path, units, host, how, ct)).ManifestOrThrow();

    /// <summary>As <see cref="Read"/>, returning what was found.</summary>
    public static ManifestReport Check(string path, UnitCatalog units, ManifestReading? how = null) =>
        new ManifestDraft(path, units, how ?? new()).Finish();

    /// <summary>As <see cref="ReadAsync"/>, returning what was found.</summary>
    public static async Task<ManifestReport> CheckAsync(string path, UnitCatalog units, IHost host, ManifestReading? how = null, CancellationToken ct = default)
    {
        var draft = new ManifestDraft(path, units, how ?? new());
        await AptConfiguration.CheckAsync(draft, host, ct);
        return draft.Finish();
    }
}

/// <summary>How a manifest is read.</summary>
public sealed record ManifestReading
{
    /// <summary>How bad it is when a file of the host does not exist: an error for a build, a warning for a plan made elsewhere.</summary>
    public Severity MissingHostFiles { get; init; } = Severity.Error;

    /// <summary>Settings that are not what the file says.</summary>
    public IReadOnlyList<ManifestOverride> Overrides { get; init; } = [];
}

/// <summary>What reading a manifest came to.</summary>
/// <param name="Manifest">The manifest, or null when it has errors.</param>
/// <param name="Diagnostics">Errors and warnings, sorted by place.</param>
public sealed record ManifestReport(Manifest? Manifest, IReadOnlyList<Diagnostic> Diagnostics)
{
    internal Manifest ManifestOrThrow() => Manifest ?? throw new ManifestException(Diagnostics);
}
