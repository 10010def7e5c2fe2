using System.Reflection;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Cli.Units;

/// <summary>Every provider, plugin and task this run of the program knows.</summary>
internal sealed class KnownUnits
{
    private readonly IReadOnlyList<Assembly> _assemblies;
    private readonly Lazy<TaskGraph> _graph;

    private KnownUnits(IReadOnlyList<Assembly> assemblies)
    {
        _assemblies = assemblies;
        Catalog = UnitCatalog.FromAssemblies(assemblies);
        _graph = new(() => TaskGraph.Of(_assemblies));
    }

    /// <summary>The providers and plugins.</summary>
    public UnitCatalog Catalog { get; }

    /// <summary>All tasks, sorted; made on first use.</summary>
    public TaskGraph Graph => _graph.Value;

    /// <summary>Ours and the external ones of some files.</summary>
    /// <exception cref="PluginException">An external one cannot be used.</exception>
    public static KnownUnits Load(IReadOnlyList<string> plugins) => new(UnitAssemblies.Load(plugins));

    /// <summary>Ours and those the command line and the plugin folders bring.</summary>
    public static KnownUnits Load(Terminal terminal, IReadOnlyList<string> named) => Load(PluginFolders.Find(terminal, named));

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">As it was named; messages repeat it.</param>
    /// <param name="host">Asked what only its tools know.</param>
    /// <param name="ct">Stops reading.</param>
    /// <param name="overrides">Settings that are not what it says.</param>
    /// <exception cref="Base.Errors.ManifestException">It has errors.</exception>
    public Task<Manifest> ReadAsync(string path, IHost host, CancellationToken ct, IReadOnlyList<ManifestOverride>? overrides = null) =>
        ManifestReader.ReadAsync(path, Catalog, host, new() { Overrides = overrides ?? [] }, ct);

    /// <summary>Plans a manifest.</summary>
    public BuildPlan Plan(Manifest manifest) => BuildPlan.For(manifest, Graph);
}
