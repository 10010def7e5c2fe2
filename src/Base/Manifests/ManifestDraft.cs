using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Manifests.Syntax;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using IoPath = System.IO.Path;

namespace BootstrapVz.Base.Manifests;

/// <summary>A manifest while it is read: what could be bound of it, and what was found.</summary>
internal sealed class ManifestDraft
{
    private static readonly Section BaseSection = Section.Of(typeof(BaseOptions));

    private readonly MappingNode? _root;
    private readonly BoundUnit? _provider;
    private readonly IReadOnlyList<BoundUnit> _plugins = [];
    private readonly IReadOnlyList<Secret> _secrets = [];

    public ManifestDraft(string path, UnitCatalog units, ManifestReading how)
    {
        Path = path;
        MissingHostFiles = how.MissingHostFiles;
        _root = SourceFile.Read(path, Findings);
        if (_root is null)
            return;
        Overrides = how.Overrides;
        _root = Matrix.Overrides.Apply(_root, Overrides, Findings);
        Scalars = Nodes.Scalars(_root);
        var scope = new BindingScope(Findings)
        {
            Folder = IoPath.GetDirectoryName(IoPath.GetFullPath(path))!,
            VariableNames = Variables.NamesFor(Scalars.Keys),
            MissingHostFiles = how.MissingHostFiles,
        };
        Options = BindBase(_root, scope);
        var binder = new UnitBinder(units, scope);
        _provider = binder.BindProvider(_root);
        _plugins = binder.BindPlugins(_root);
        _secrets = scope.Secrets;
        var checker = new ManifestChecker(Locate);
        foreach (var rule in BaseRules.All.Where(rule => !rule.Reads.Any(read => Findings.IsBroken(read.Split('/')))))
            rule.Check(this, checker);
        Findings.AddRange(checker.Found);
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    public Findings Findings { get; } = new();

    /// <summary>Settings that are not what the file says.</summary>
    public IReadOnlyList<ManifestOverride> Overrides { get; } = [];

    public Severity MissingHostFiles { get; }

    /// <summary>The base settings; those that are broken have no usable value. Null when the file is no mapping.</summary>
    public BaseOptions? Options { get; }

    public IReadOnlyDictionary<string, string> Scalars { get; } = new Dictionary<string, string>();

    /// <summary>What the provider can build, when the provider is known.</summary>
    public ProviderSupport? Support => _provider?.Support;

    public string? ProviderName => _provider?.Info.Name;

    public bool HasPlugins => _plugins.Count > 0;

    public SourceLocation Locate(IReadOnlyList<string> path) => _root is null ? new(Path, 1, 1) : Nodes.Locate(_root, path);

    /// <summary>Lets the units check their own settings, and makes the manifest when nothing is wrong.</summary>
    public ManifestReport Finish()
    {
        var manifest = Make();
        if (manifest is not null)
        {
            var checker = new ManifestChecker(Locate);
            foreach (var unit in manifest.Plugins.Select(plugin => plugin.Value).Prepend<Unit>(manifest.Provider))
                unit.Validate(checker, manifest);
            Findings.AddRange(checker.Found);
        }

        var sorted = Findings.All.Distinct().OrderBy(finding => (finding.Location.File, finding.Location.Line, finding.Location.Column)).ToList();
        return Findings.HasErrors ? new(null, sorted) : new(Make(sorted), sorted);
    }

    private static BaseOptions BindBase(MappingNode root, BindingScope scope)
    {
        var known = BaseSection.Settings.Select(setting => setting.Key).ToHashSet();
        var settings = root with { Entries = [.. root.Entries.Where(entry => known.Contains(entry.Key))] };
        TopLevelKeys.Check(root, [.. known, "provider", "plugins"], scope.Findings);
        return (BaseOptions)new RecordShape(typeof(BaseOptions)).Bind(settings, new(scope, [], null))!;
    }

    /// <summary>The manifest as far as it goes; null when a setting every unit may read is broken.</summary>
    private Manifest? Make(IReadOnlyList<Diagnostic>? warnings = null)
    {
        if (_provider?.Unit is not Provider provider || BaseSection.Settings.Any(setting => Findings.IsBroken(setting.Key)) || ReleaseTable.Find(Options!.System.Release) is not { } release)
            return null;
        var plugins = _plugins.Where(plugin => plugin.Unit is not null).ToList();
        return new()
        {
            Path = Path,
            Overrides = Overrides,
            NamePlace = Locate(["name"]),
            ArchitecturePlace = Locate(["system", Options.System.UserspaceArchitecture is null ? "architecture" : "userspace_architecture"]),
            Options = Options,
            ProviderName = _provider.Info.Name,
            Provider = provider,
            Plugins = [.. plugins.Select(plugin => KeyValuePair.Create(plugin.Info.Name, (Plugin)plugin.Unit!))],
            UnitOptions = [.. plugins.Prepend(_provider).Select(unit => unit.Options).OfType<object>()],
            Release = release,
            Scalars = Scalars,
            Secrets = _secrets,
            Warnings = warnings ?? [],
        };
    }
}
