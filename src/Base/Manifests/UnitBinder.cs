using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests;

/// <summary>A unit a manifest names.</summary>
/// <param name="Info">Which one.</param>
/// <param name="Unit">The unit, or null when its settings have errors.</param>
/// <param name="Options">Its options record, if it has one.</param>
internal sealed record BoundUnit(UnitInfo Info, Unit? Unit, object? Options)
{
    public ProviderSupport? Support { get; } = Unit is Provider provider ? provider.Support : Info.Support;
}

/// <summary>Finds and makes the units a manifest names.</summary>
internal sealed class UnitBinder(UnitCatalog units, BindingScope scope)
{
    private const string PathHint = "give the folder of a plugin of your own with --plugin-path";

    public BoundUnit? BindProvider(MappingNode root)
    {
        var site = new Site(scope, ["provider"], null);
        if (root.Find("provider") is not { } entry)
            return Missing(root.Location, "the file lacks the section 'provider'");
        if (entry.Value is not MappingNode section)
        {
            site.WrongKind(entry.Value, "a mapping of settings", $"write it like this: {{name: {(units.Providers is [var first, ..] ? first.Name : "…")}}}");
            return null;
        }

        if (section.Find("name")?.Value is not { } name)
            return Missing(section.Location, "'provider' lacks the setting 'name'");
        if (new TextShape().Bind(name, site.Item("name")) is not string text)
            return null;
        if (units.FindProvider(text) is { } info)
            return Bind(info, section.Without("name"), new(scope with { ProviderName = text }, ["provider"], null));
        site.Fail(name.Location, ErrorCodes.UnknownProvider, $"there is no provider {text.Quoted()}", HintFor(text, units.Providers));
        return null;

        BoundUnit? Missing(SourceLocation place, string message)
        {
            site.Fail(place, ErrorCodes.MissingSetting, message, "name one of " + units.Providers.Select(unit => unit.Name).QuotedList());
            return null;
        }
    }

    public IReadOnlyList<BoundUnit> BindPlugins(MappingNode root)
    {
        var site = new Site(scope, ["plugins"], null);
        var section = root.Find("plugins")?.Value;
        if (section is null or ScalarNode { Kind: ScalarKind.Nothing })
            return [];
        if (section is not MappingNode plugins)
        {
            site.WrongKind(section, "a mapping from plugins to their settings", "write 'NAME: {}' for a plugin without settings");
            return [];
        }

        var bound = new List<BoundUnit>();
        foreach (var entry in plugins.Entries)
        {
            if (units.FindPlugin(entry.Key) is { } info)
                bound.Add(Bind(info, entry.Value, site.Item(entry.Key)));
            else
                site.Item(entry.Key).Fail(entry.Location, ErrorCodes.UnknownPlugin, $"there is no plugin {entry.Key.Quoted()}", HintFor(entry.Key, units.Plugins));
        }

        return bound;
    }

    private static string HintFor(string name, IReadOnlyList<UnitInfo> known)
    {
        var names = known.Select(unit => unit.Name).ToList();
        return TextDistance.Suggest(name, names) ?? (names.Count == 0 ? PathHint : $"there are {string.Join(", ", names)}; {PathHint}");
    }

    private static BoundUnit Bind(UnitInfo info, Node node, Site site)
    {
        var errors = Errors(site);
        var options = new RecordShape(info.OptionsType ?? typeof(NoOptions)).Bind(node, site);
        if (options is null || Errors(site) > errors)
            return new(info, null, null);
        return info.OptionsType is null ? new(info, info.Create(null), null) : new(info, info.Create(options), options);
    }

    private static int Errors(Site site) => site.Scope.Findings.All.Count(finding => finding.Severity == Severity.Error);
}
